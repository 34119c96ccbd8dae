package dev.reelay;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/** An empty data directory: the packaged program starts its own database in it, unless it is native and has none. */
public final class TestDataDirectory implements QuarkusTestResourceLifecycleManager {
    private static final Path DATA = Path.of(System.getProperty("tests.folder", "target"), "it-data");

    @Override
    public Map<String, String> start() {
        ProgramDatabase.leave(DATA);
        TestDatabase.delete(DATA);
        Map<String, String> settings = new HashMap<>(Map.of(
                "reelay.data-dir", DATA.toString(), "reelay.access.keys", TestDatabase.KEYS,
                "reelay.access.creates-per-minute", "100", "reelay.access.concurrent-videos", "100",
                "reelay.upstream.concurrent-videos", "100"));
        if (Packaged.isNative()) {
            settings.put("quarkus.datasource.reactive.url", ProgramDatabase.url(DATA));
            settings.put("quarkus.datasource.username", LocalDatabase.USER);
        }
        return settings;
    }

    @Override
    public void stop() {
        // Left for a look at it; the next run empties it.
    }
}
