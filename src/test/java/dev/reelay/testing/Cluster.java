package dev.reelay.testing;

import java.io.IOException;
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
import java.util.function.UnaryOperator;

import io.restassured.RestAssured;

import dev.reelay.database.EmbeddedDatabase;

/** Several nodes, each a process, which share only a database and an upstream. */
public final class Cluster implements AutoCloseable {
    private final Path home;
    private final String upstream;
    private final String database = DatabaseServer.newDatabase();
    private final List<Program> programs = new ArrayList<>();

    /** Creates a cluster without nodes, in a directory of that name. */
    public Cluster(String name, String upstream) {
        this.home = Path.of("target", "programs", name);
        this.upstream = upstream;
        TestDatabase.delete(home);
    }

    /**
     * Starts a node without waiting for its readiness.
     *
     * @param settings in addition to those of all nodes
     */
    public Program start(String name, Map<String, String> settings) throws IOException {
        return start(UnaryOperator.identity(), name, settings);
    }

    /**
     * As {@link #start(String, Map)}, with another command.
     *
     * @param command returns the command to run, given the program's own
     */
    public Program start(UnaryOperator<List<String>> command, String name, Map<String, String> settings) throws IOException {
        Map<String, String> all = new HashMap<>(Map.of(
                "QUARKUS_DATASOURCE_REACTIVE_URL", database,
                "QUARKUS_DATASOURCE_USERNAME", EmbeddedDatabase.USER,
                "REELAY_ACCESS_KEYS", TestDatabase.KEYS,
                "REELAY_UPSTREAM_URL", upstream,
                "REELAY_UPSTREAM_API_KEY", "sk-upstream",
                "REELAY_UPSTREAM_REQUESTS_PER_MINUTE", "0",
                "REELAY_UPSTREAM_POLL_INTERVAL", "500ms"));
        all.putAll(settings);
        Program program = Program.start(command.apply(Program.quickStart(List.of())),
                Files.createDirectories(home.resolve(name)), name, all);
        programs.add(program);
        return program;
    }

    /** Returns the URL of the database that the nodes share. */
    public String database() {
        return database;
    }

    Connection connect() throws SQLException {
        return DatabaseServer.connect(database);
    }

    /** Returns the first column of the result of a query. */
    public List<String> strings(String query) throws SQLException {
        try (Connection connection = connect(); ResultSet rows = connection.createStatement().executeQuery(query)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }

    /** Executes a statement. */
    public void execute(String sql) throws SQLException {
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Expires the leases of all nodes in the database. */
    public void expireLeases() throws SQLException {
        try (Connection connection = connect()) {
            connection.createStatement().executeUpdate("update node set lease_until = now()");
        }
    }

    @Override
    public void close() throws InterruptedException {
        for (Program program : programs) {
            program.close();
        }
        DatabaseServer.drop(database);
        RestAssured.reset();
    }
}
