package dev.reelay;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The databases of native programs, which bring none: one for each home, beside the program's data. They outlive what is
 * killed, as an embedded one does, and end with the tests.
 */
final class ProgramDatabase {
    private static final Map<Path, LocalDatabase> BY_HOME = new ConcurrentHashMap<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> BY_HOME.values().forEach(LocalDatabase::close)));
    }

    private ProgramDatabase() {
    }

    /** By which the programs of that home find theirs. */
    static String url(Path home) {
        return BY_HOME.computeIfAbsent(home.toAbsolutePath(), path -> LocalDatabase.start(path.resolve("database"))).url();
    }

    /** Before the home is deleted. */
    static void leave(Path home) {
        Optional.ofNullable(BY_HOME.remove(home.toAbsolutePath())).ifPresent(LocalDatabase::close);
    }
}
