package dev.reelay;

import java.nio.file.Path;
import java.util.Map;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/** An empty data directory: the packaged program starts its own database in it. */
public final class TestDataDirectory implements QuarkusTestResourceLifecycleManager {
    private static final Path DATA = Path.of("target", "it-data");

    @Override
    public Map<String, String> start() {
        TestDatabase.delete(DATA);
        return Map.of("reelay.data-dir", DATA.toString(), "reelay.access.keys", TestDatabase.KEYS,
                "reelay.access.creates-per-minute", "100", "reelay.access.concurrent-videos", "100",
                "reelay.upstream.concurrent-videos", "100");
    }

    @Override
    public void stop() {
        // Left for a look at it; the next run empties it.
    }
}
