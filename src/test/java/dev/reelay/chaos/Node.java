package dev.reelay.chaos;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import dev.reelay.testing.Program;

/** A process of Reelay that is killed, stopped and started again. Its name is also its role in the database. */
final class Node implements AutoCloseable {
    private static final long STOP_SECONDS = 60;

    private final String name;
    private final Path home;
    private final Map<String, String> settings;
    private volatile Optional<Program> program = Optional.empty();
    private volatile Optional<URI> uri = Optional.empty();
    private int runs;

    Node(String name, Path home, Map<String, String> settings) {
        this.name = name;
        this.home = home;
        this.settings = settings;
    }

    String name() {
        return name;
    }

    /** Returns where it listens, or empty while it does not run. */
    Optional<URI> uri() {
        return uri;
    }

    /** Starts it, again and again if its database does not let it, and waits until it is ready. */
    void start() throws IOException, InterruptedException {
        while (uri.isEmpty()) {
            runs++;
            Program started = Program.start(Files.createDirectories(home.resolve(name)), "run-" + runs, settings);
            program = Optional.of(started);
            try {
                uri = Optional.of(started.awaitReady().uri());
            } catch (AssertionError ended) {
                // A start without a database ends with an error.
            }
        }
    }

    /** Kills it without a warning. */
    void kill() throws InterruptedException {
        uri = Optional.empty();
        if (program.isPresent()) {
            program.get().kill();
        }
    }

    /** Asks it to end, and kills it if it does not. */
    void stop() throws InterruptedException, IOException {
        signal("TERM");
        if (program.isPresent() && program.get().runsFor(Duration.ofSeconds(STOP_SECONDS))) {
            kill();
        }
        uri = Optional.empty();
    }

    /** Stops its clock and all its threads. */
    void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** Lets it go on. */
    void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        if (program.isPresent()) {
            new ProcessBuilder("kill", "-" + name, String.valueOf(program.get().pid())).start().waitFor(STOP_SECONDS,
                    TimeUnit.SECONDS);
        }
    }

    @Override
    public void close() throws InterruptedException {
        if (program.isPresent()) {
            program.get().close();
        }
    }
}
