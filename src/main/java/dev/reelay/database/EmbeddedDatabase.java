package dev.reelay.database;

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
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import dev.reelay.async.FailureLog;

/**
 * The PostgreSQL that Reelay starts if no datasource is configured. Its files survive restarts. One process at a time owns
 * them and holds a file lock on the directory until it ends.
 * <p>
 * The library that contains the binaries is made for tests. Two of its defaults could lose an acknowledged create, so this
 * class changes them: it switches fsync and synchronous commit on, and it stops the server that a killed process left
 * running.
 * <p>
 * A server that ends is started again, on its port, until that succeeds. PostgreSQL ends if the disk has no room for its log.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    public static final String USER = "postgres";

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final Duration BETWEEN_RESTARTS = Duration.ofSeconds(1);
    /** Lets the library choose a free port. */
    private static final int ANY_PORT = 0;
    private static final Logger LOG = Logger.getLogger(EmbeddedDatabase.class);

    private final Path home;
    private final FileChannel lockFile;
    private final int port;
    private EmbeddedPostgres server;
    private boolean closed;

    private EmbeddedDatabase(Path home, FileChannel lockFile) throws IOException {
        this.home = home;
        this.lockFile = lockFile;
        this.server = startServer(home, ANY_PORT);
        this.port = server.getPort();
    }

    /**
     * Starts the server with the files in {@code directory}, and creates the directory if it is missing.
     *
     * @throws IllegalStateException if another running process owns the directory
     * @throws UncheckedIOException if the server does not start
     */
    public static EmbeddedDatabase start(Path directory) {
        try {
            Path home = Files.createDirectories(directory).toRealPath();
            FileChannel lockFile = lock(home);
            EmbeddedDatabase database = new EmbeddedDatabase(home, lockFile);
            database.watch();
            return database;
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded PostgreSQL under " + directory + " did not start", e);
        }
    }

    /** Returns the URL of the database for a reactive client. */
    public String url() {
        return "postgresql://localhost:" + port + "/postgres";
    }

    @Override
    public synchronized void close() {
        closed = true;
        try (lockFile) {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the server again when its process ends. */
    private void watch() throws IOException {
        named(pidFile(home)).ifPresent(process -> process.onExit().thenRun(() -> {
            Thread restarts = new Thread(this::restart, "embedded-database-restart");
            restarts.setDaemon(true);
            restarts.start();
        }));
    }

    private void restart() {
        FailureLog failures = new FailureLog(LOG, "Restart of the embedded PostgreSQL");
        boolean running = false;
        while (!running) {
            try {
                running = tryRestart();
            } catch (IOException | RuntimeException e) {
                failures.failed(e);
                LockSupport.parkNanos(BETWEEN_RESTARTS.toNanos());
            }
        }
    }

    /** Returns true if no further try is needed, also because the database is closed. */
    private synchronized boolean tryRestart() throws IOException {
        if (!closed) {
            server.close();
            // A failed start of the library keeps its lock; the lock of this class remains.
            Files.deleteIfExists(home.resolve("postgres/epg-lock"));
            server = startServer(home, port);
            watch();
            LOG.warn("The embedded PostgreSQL had ended; it runs again");
        }
        return true;
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

    /** @param port or {@link #ANY_PORT} */
    private static EmbeddedPostgres startServer(Path home, int port) throws IOException {
        stopOrphan(home, pidFile(home));
        Path files = home.resolve("postgres");
        // Created after the first successful start. Files without this marker are from an interrupted initialisation.
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
                .setPort(port)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(START_LIMIT)
                .setOutputRedirector(Redirect.appendTo(log.toFile()))
                .setErrorRedirector(Redirect.appendTo(log.toFile()))
                .setLocaleConfig("locale", "C")
                // Workaround: no issue filed yet; start EmbeddedPostgres without options and run "show fsync": it is off;
                // remove when the library keeps the defaults of PostgreSQL.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "60")
                .start();
        if (!Files.exists(complete)) {
            Files.createFile(complete);
        }
        return server;
    }

    private static Path pidFile(Path home) {
        return home.resolve("postgres/postmaster.pid");
    }

    /** Stops a server that still runs on these files. It has no owner any more, because this process holds the lock. */
    // Workaround: https://github.com/zonkyio/embedded-database-spring-test/issues/105; remove when the server ends with the
    // process that started it, also after a kill.
    private static void stopOrphan(Path home, Path pidFile) throws IOException {
        Optional<ProcessHandle> named = named(pidFile);
        if (named.filter(process -> isServer(process, home)).isPresent()) {
            stop(named.get());
        } else if (named.isPresent()) {
            // The process id was reused by another program. PostgreSQL would mistake that program for a running server.
            Files.delete(pidFile);
        }
    }

    /** Returns the running process whose id is in the file. */
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
