package dev.reelay;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The databases of native programs, which bring none: one for each home. They outlive what is killed, as an embedded one
 * does.
 */
final class ProgramDatabase {
    private static final Map<Path, String> BY_HOME = new ConcurrentHashMap<>();

    private ProgramDatabase() {
    }

    /** By which the programs of that home find theirs. */
    static String url(Path home) {
        return BY_HOME.computeIfAbsent(home.toAbsolutePath(), path -> DatabaseServer.newDatabase());
    }

    /** Before the home is deleted. */
    static void leave(Path home) {
        Optional.ofNullable(BY_HOME.remove(home.toAbsolutePath())).ifPresent(DatabaseServer::drop);
    }
}
