package dev.reelay.testing;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The databases of native programs, one for each home. They survive a killed program, as an embedded database does. */
final class ProgramDatabase {
    private static final Map<Path, String> BY_HOME = new ConcurrentHashMap<>();

    private ProgramDatabase() {
    }

    /** Returns the URL of the home's database; creates the database at the first call. */
    static String url(Path home) {
        return BY_HOME.computeIfAbsent(home.toAbsolutePath(), path -> DatabaseServer.newDatabase());
    }

    /** Drops the home's database; call it before the home is deleted. */
    static void leave(Path home) {
        Optional.ofNullable(BY_HOME.remove(home.toAbsolutePath())).ifPresent(DatabaseServer::drop);
    }
}
