package dev.reelay.content;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

import dev.reelay.upstream.FaultyUpstreamProfile;

/** As in front of any faulty upstream, with a small archive on disk that is looked after all the time. */
public final class DiskArchiveProfile implements QuarkusTestProfile {
    private final FaultyUpstreamProfile faulty = new FaultyUpstreamProfile();

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> config = new HashMap<>(faulty.getConfigOverrides());
        config.putAll(Map.of("reelay.content.archive", "disk",
                "reelay.content.archive-size", "10M",
                "reelay.content.archive-retention", "1h",
                "reelay.content.archive-heartbeat", "50ms",
                "reelay.content.archive-retry", "1s",
                "reelay.content.archive-sweep", "200ms"));
        return config;
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return faulty.testResources();
    }
}
