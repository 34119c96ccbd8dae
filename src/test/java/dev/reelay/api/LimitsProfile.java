package dev.reelay.api;

import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

import dev.reelay.TestDatabase;

/** The manual's limits, and a key for each test. */
public final class LimitsProfile implements QuarkusTestProfile {
    static final int READS = 60;
    static final int STREAMS = 3;

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(TestDatabase.class, Map.of(
                "reelay.access.creates-per-minute", "10",
                "reelay.access.concurrent-videos", "5",
                "reelay.access.reads-per-minute", String.valueOf(READS),
                "reelay.progress.streams-per-key", String.valueOf(STREAMS),
                "reelay.progress.max-lifetime", "2s",
                "reelay.progress.heartbeat", "500ms",
                "reelay.access.keys", "a:sk-parallel,b:sk-minute,c:sk-replay,d:sk-reader,e:sk-mixed,f:sk-watcher")));
    }
}
