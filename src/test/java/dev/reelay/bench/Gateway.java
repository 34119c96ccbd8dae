package dev.reelay.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.reelay.testing.Program;
import dev.reelay.testing.TestDatabase;

/** The packaged program as a process of its own, on an empty database and without limits. */
final class Gateway implements AutoCloseable {
    static final String KEY = TestDatabase.ALICE;

    /** Of the videos that are added here; its argument counts them from 0. */
    static final String ID = "video_%032d";

    private static final Duration STOP_LIMIT = Duration.ofMinutes(1);
    private static final Path HOME = Path.of("target", "programs", "bench");
    private static final String VIDEOS = """
            insert into video (id, owner, status, progress, prompt, model, size, seconds, fingerprint, accepted_at, upstream_id,
                account)
            select 'video_' || lpad(number::text, 32, '0'), 'alice', 'IN_PROGRESS', 50,
                'a dog that runs and runs through the long grass', 'sora-2', '1280x720', '10', '', now(), 'up-' || number, %s
            from generate_series(0, %d - 1) number""";

    private final TestDatabase database;
    private final Connection connection;
    private final Starter starter;
    private Program program;

    /** Starts the program, for the first time and again. */
    private interface Starter {
        Program start() throws IOException;
    }

    private Gateway(TestDatabase database, Connection connection, Starter starter) throws IOException {
        this.database = database;
        this.connection = connection;
        this.starter = starter;
        this.program = starter.start();
    }

    /** @param options for its JVM, beside those that it always has */
    static Gateway start(String name, String upstream, Map<String, String> settings, String... options) throws Exception {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(Map.of("REELAY_UPSTREAM_URL", upstream, "REELAY_UPSTREAM_API_KEY", "sk-upstream"));
        return start(name, all, List.of(options));
    }

    static Gateway startWithSandbox(String name) throws Exception {
        return start(name, Map.of(), List.of());
    }

    private static Gateway start(String name, Map<String, String> settings, List<String> options) throws Exception {
        TestDatabase.delete(HOME);
        Files.createDirectories(HOME);
        TestDatabase database = new TestDatabase();
        Map<String, String> config = database.start();
        Map<String, String> environment = environment(config);
        environment.putAll(Map.of("REELAY_PROGRESS_STREAMS_PER_KEY", "20000", "REELAY_API_CONNECTIONS_PER_CLIENT", "20000",
                "REELAY_ACCESS_READS_PER_MINUTE", "1000000000"));
        environment.putAll(settings);
        Gateway gateway = new Gateway(database, DriverManager.getConnection(
                "jdbc:" + config.get("quarkus.datasource.reactive.url"), config.get("quarkus.datasource.username"), ""),
                () -> Program.start(Launch.ours(options), HOME, name, environment));
        try {
            gateway.program.awaitReady();
            return gateway;
        } catch (RuntimeException | AssertionError didNotStart) {
            gateway.close();
            throw didNotStart;
        }
    }

    /** The settings of a test database, for a program with a data directory of its own. */
    static Map<String, String> environment(Map<String, String> config) {
        Map<String, String> environment = new HashMap<>();
        config.forEach((key, value) -> environment.put(key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"), value));
        environment.remove("REELAY_DATA_DIR");
        return environment;
    }

    /** Stops the program as an operator does, and waits for its end. */
    void stop() throws InterruptedException {
        program.stop(STOP_LIMIT);
    }

    /** Starts the stopped program again, and waits until it is ready. */
    void startAgain() throws IOException {
        program = starter.start();
        program.awaitReady();
    }

    URI uri() {
        return program.uri();
    }

    Path data() {
        return program.data();
    }

    long pid() {
        return program.pid();
    }

    /** Returns all that the program has written so far. */
    String output() {
        return program.output() + program.errors();
    }

    /** Running videos that nobody leads: they change by {@link #execute} alone. */
    void addWatched(int count) throws SQLException {
        execute(VIDEOS.formatted("null", count));
    }

    /** Running videos that the upstream has, and is asked about. */
    void addLed(int count) throws SQLException {
        execute(VIDEOS.formatted("'default'", count));
    }

    void execute(String statement) throws SQLException {
        connection.createStatement().execute(statement);
    }

    long number(String query) throws SQLException {
        return numbers(query).get(0);
    }

    /** Returns the first column of all rows. */
    List<Long> numbers(String query) throws SQLException {
        List<Long> numbers = new ArrayList<>();
        try (ResultSet rows = connection.createStatement().executeQuery(query)) {
            while (rows.next()) {
                numbers.add(rows.getLong(1));
            }
        }
        return numbers;
    }

    @Override
    public void close() throws InterruptedException, SQLException {
        program.close();
        connection.close();
        database.stop();
    }
}
