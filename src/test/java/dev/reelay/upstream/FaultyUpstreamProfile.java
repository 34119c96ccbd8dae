package dev.reelay.upstream;

import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

import dev.reelay.TestDatabase;

/** Reelay in front of a {@link FaultUpstream}, with little patience. */
public final class FaultyUpstreamProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "reelay.upstream.poll-interval", "50ms",
                "reelay.upstream.create-timeout", "2s",
                "reelay.upstream.status-timeout", "500ms",
                "reelay.upstream.status-retries", "0",
                "reelay.content.idle-timeout", "2s",
                "reelay.progress.stuck-timeout", "1s",
                "reelay.pipeline.heartbeat", "200ms",
                "reelay.pipeline.deadline", "5s");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(TestDatabase.class), new TestResourceEntry(FaultUpstream.class));
    }
}
