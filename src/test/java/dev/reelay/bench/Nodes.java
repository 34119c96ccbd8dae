package dev.reelay.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.vertx.pgclient.PgConnectOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import dev.reelay.database.EmbeddedDatabase;
import dev.reelay.testing.Program;
import dev.reelay.testing.TestDatabase;

/** Several packaged programs on one PostgreSQL, which has room for the connections of many listeners beside theirs. */
final class Nodes implements AutoCloseable {
    private static final Path HOME = Path.of("target", "programs", "bench-nodes").toAbsolutePath();
    private static final String MAX_CONNECTIONS = "250";

    private final EmbeddedPostgres server;
    private final Connection connection;
    private final List<Program> programs = new ArrayList<>();

    private Nodes(EmbeddedPostgres server) throws SQLException {
        this.server = server;
        this.connection = connect();
    }

    /** @param settings of each node */
    static Nodes start(int count, Map<String, String> settings) throws IOException, SQLException, InterruptedException {
        TestDatabase.delete(HOME);
        Nodes nodes = new Nodes(EmbeddedPostgres.builder().setOverrideWorkingDirectory(HOME.resolve("binaries").toFile())
                .setDataDirectory(HOME.resolve("postgres")).setLocaleConfig("locale", "C")
                .setServerConfig("fsync", "on").setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", MAX_CONNECTIONS).start());
        try {
            nodes.startPrograms(count, settings);
            return nodes;
        } catch (IOException | RuntimeException | AssertionError didNotStart) {
            nodes.close();
            throw didNotStart;
        }
    }

    private void startPrograms(int count, Map<String, String> settings) throws IOException {
        Map<String, String> environment = new HashMap<>(settings);
        environment.putAll(Map.of("QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://localhost:%d/postgres".formatted(
                server.getPort()), "QUARKUS_DATASOURCE_USERNAME", EmbeddedDatabase.USER));
        for (int number = 0; number < count; number++) {
            String name = "node-" + number;
            programs.add(Program.start(Launch.ours(List.of()), Files.createDirectories(HOME.resolve(name)), name,
                    environment));
        }
        programs.forEach(Program::awaitReady);
    }

    List<URI> uris() {
        return programs.stream().map(Program::uri).toList();
    }

    List<Long> pids() {
        return programs.stream().map(Program::pid).toList();
    }

    /** Returns the process id of PostgreSQL, whose children are all of its other processes. */
    long databasePid() throws SQLException {
        return ProcessHandle.of(number("select pg_backend_pid()")).flatMap(ProcessHandle::parent).orElseThrow().pid();
    }

    PgConnectOptions listenerOptions() {
        return new PgConnectOptions().setHost("localhost").setPort(server.getPort()).setDatabase("postgres")
                .setUser(EmbeddedDatabase.USER);
    }

    Connection connect() throws SQLException {
        return server.getPostgresDatabase().getConnection();
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    long number(String query) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Override
    public void close() throws InterruptedException, SQLException, IOException {
        for (Program program : programs) {
            program.close();
        }
        connection.close();
        server.close();
    }
}
