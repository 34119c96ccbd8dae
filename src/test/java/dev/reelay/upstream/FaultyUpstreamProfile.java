package dev.reelay.upstream;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

import dev.reelay.testing.TestDatabase;

/**
 * Runs Reelay against a {@link FaultUpstream}, with receivers of webhooks on this machine and short delays between tries. The
 * timeouts also suit a machine that is seven times slower.
 */
public final class FaultyUpstreamProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.ofEntries(
                entry("reelay.api.image-urls.allow-http", "true"),
                entry("reelay.api.image-urls.allow-private", "true"),
                entry("reelay.models.file", "src/test/resources/priced.yaml"),
                entry("reelay.upstream.poll-interval", "50ms"),
                entry("reelay.upstream.create-timeout", "6s"),
                entry("reelay.upstream.status-timeout", "2s"),
                entry("reelay.upstream.status-retries", "0"),
                entry("reelay.content.idle-timeout", "4s"),
                entry("reelay.progress.stuck-timeout", "3s"),
                entry("reelay.pipeline.heartbeat", "300ms"),
                entry("reelay.webhooks.allow-http", "true"),
                entry("reelay.webhooks.allow-private", "true"),
                entry("reelay.webhooks.retries", "100ms,100ms,100ms"));
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(TestDatabase.class), new TestResourceEntry(FaultUpstream.class));
    }
}
