package dev.reelay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * The PostgreSQL that runs beside Reelay where no datasource is configured. Its files are kept across restarts, and one
 * process at a time owns them: it holds a lock on the directory for as long as it lives.
 * <p>
 * The library that brings the binaries is made for tests. Two of its habits would lose an answered create, and are
 * overcome here: it switches fsync and synchronous commit off, and it does not start beside a server that a killed
 * process left behind.
 */
final class EmbeddedDatabase implements AutoCloseable {
    static final String USER = "postgres";

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private final FileChannel lockFile;
    private final EmbeddedPostgres server;

    private EmbeddedDatabase(FileChannel lockFile, EmbeddedPostgres server) {
        this.lockFile = lockFile;
        this.server = server;
    }

    /**
     * Starts the server over the files in {@code directory}, which is made where it is missing.
     *
     * @throws IllegalStateException when another living process owns the directory
     * @throws UncheckedIOException when the server does not start
     */
    static EmbeddedDatabase start(Path directory) {
        try {
            Path home = Files.createDirectories(directory).toRealPath();
            FileChannel lockFile = lock(home);
            Path files = home.resolve("postgres");
            stopOrphan(home, files.resolve("postmaster.pid"));
            return new EmbeddedDatabase(lockFile, startServer(home, files));
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded PostgreSQL under " + directory + " did not start", e);
        }
    }

    /** The url by which a reactive client reaches it. */
    String url() {
        return "postgresql://localhost:" + server.getPort() + "/postgres";
    }

    @Override
    public void close() {
        try (lockFile) {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileChannel lock(Path home) throws IOException {
        FileChannel channel = FileChannel.open(home.resolve("reelay.lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            throw new IllegalStateException("Another Reelay runs on the data directory " + home
                    + ": stop it, or give this one its own with REELAY_DATA_DIR");
        }
        return channel;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException ownedInThisProcess) {
            return null;
        }
    }

    private static EmbeddedPostgres startServer(Path home, Path files) throws IOException {
        // Written once the files have served: without it they are the remains of an interrupted initialisation.
        Path complete = files.resolve("reelay.complete");
        if (Files.exists(files) && !Files.exists(complete)) {
            delete(files);
        }
        Path log = home.resolve("postgres.log");
        Files.deleteIfExists(log);
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(home.resolve("postgres-binaries").toFile())
                .setDataDirectory(files)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(START_LIMIT)
                .setOutputRedirector(Redirect.appendTo(log.toFile()))
                .setErrorRedirector(Redirect.appendTo(log.toFile()))
                .setLocaleConfig("locale", "C")
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "60")
                .start();
        if (!Files.exists(complete)) {
            Files.createFile(complete);
        }
        return server;
    }

    /** Holding the lock, whatever server still runs on these files has lost its owner. */
    private static void stopOrphan(Path home, Path pidFile) throws IOException {
        Optional<ProcessHandle> named = named(pidFile);
        if (named.filter(process -> isServer(process, home)).isPresent()) {
            stop(named.get());
        } else if (named.isPresent()) {
            // Long after its server, the number belongs to somebody else. PostgreSQL would take that for its server.
            Files.delete(pidFile);
        }
    }

    /** The living process whose number is in the file. */
    private static Optional<ProcessHandle> named(Path pidFile) throws IOException {
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(pidFile);
        return lines.isEmpty() ? Optional.empty() : ProcessHandle.of(Long.parseLong(lines.get(0).strip()));
    }

    private static boolean isServer(ProcessHandle process, Path home) {
        return process.info().command().filter(command -> Path.of(command).startsWith(home)).isPresent();
    }

    private static void stop(ProcessHandle orphan) {
        if (!(orphan.destroy() && gone(orphan))) {
            orphan.destroyForcibly();
            gone(orphan);
        }
    }

    private static boolean gone(ProcessHandle process) {
        try {
            process.onExit().get(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
