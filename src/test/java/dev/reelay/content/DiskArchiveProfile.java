package dev.reelay.content;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

import dev.reelay.upstream.FaultyUpstreamProfile;

/** A faulty upstream and a small archive on disk with short intervals. */
public final class DiskArchiveProfile implements QuarkusTestProfile {
    private final FaultyUpstreamProfile faulty = new FaultyUpstreamProfile();

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> config = new HashMap<>(faulty.getConfigOverrides());
        config.putAll(Map.of("reelay.archive.type", "disk",
                "reelay.archive.max-size", "10M",
                "reelay.archive.retention", "1h",
                "reelay.archive.poll-interval", "50ms",
                "reelay.archive.retry-delay", "1s",
                "reelay.archive.sweep-interval", "200ms"));
        return config;
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return faulty.testResources();
    }
}
