package dev.reelay.upstream;

import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

import dev.reelay.testing.TestDatabase;

/** Runs Reelay against a {@link FaultUpstream}. The timeouts also suit a machine that is seven times slower. */
public final class FaultyUpstreamProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "reelay.api.image-urls.allow-http", "true",
                "reelay.api.image-urls.allow-private", "true",
                "reelay.models.file", "src/test/resources/priced.yaml",
                "reelay.upstream.poll-interval", "50ms",
                "reelay.upstream.create-timeout", "6s",
                "reelay.upstream.status-timeout", "2s",
                "reelay.upstream.status-retries", "0",
                "reelay.content.idle-timeout", "4s",
                "reelay.progress.stuck-timeout", "3s",
                "reelay.pipeline.heartbeat", "300ms");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(TestDatabase.class), new TestResourceEntry(FaultUpstream.class));
    }
}
