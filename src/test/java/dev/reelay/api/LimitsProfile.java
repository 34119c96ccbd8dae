package dev.reelay.api;

import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

import dev.reelay.testing.TestDatabase;
import dev.reelay.upstream.FaultUpstream;

/** Sets the limits of contract 9 for creates, and small limits for other requests. Each test uses a new key. */
public final class LimitsProfile implements QuarkusTestProfile {
    static final int READS = 60;
    static final int STREAMS = 3;
    static final int UPLOADS_PER_KEY = 3;
    static final int UPLOADS = 5;

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("reelay.upstream.poll-interval", "100ms", "reelay.progress.max-lifetime", "1500ms",
                "reelay.progress.heartbeat", "200ms", "reelay.models.file", "src/test/resources/documented.yaml",
                "reelay.api.image-urls.allow-http", "true", "reelay.api.image-urls.allow-private", "true");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(
                new TestResourceEntry(TestDatabase.class, Map.of(
                        "reelay.access.creates-per-minute", "10",
                        "reelay.access.concurrent-videos", "5",
                        "reelay.access.reads-per-minute", String.valueOf(READS),
                        "reelay.progress.streams-per-key", String.valueOf(STREAMS),
                        "reelay.api.uploads-per-key", String.valueOf(UPLOADS_PER_KEY),
                        "reelay.api.uploads", String.valueOf(UPLOADS))),
                new TestResourceEntry(FaultUpstream.class));
    }
}
