package dev.reelay.testing;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

import org.flywaydb.core.Flyway;

import dev.reelay.database.EmbeddedDatabase;

/**
 * One PostgreSQL server for all programs that this JVM starts, with a database for each. A server for each program would
 * take seconds of processor time. It starts with the first database and stops with the tests.
 */
public final class DatabaseServer {
    private static final Path FOLDER = Path.of(System.getProperty("tests.folder", "target"), "database-server");
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private DatabaseServer() {
    }

    /** Returns the URL of a new, empty database. */
    public static String newDatabase() {
        String name = "test_" + DATABASES.incrementAndGet();
        execute("create database " + name);
        return url(name);
    }

    /** Drops a database and closes its connections. */
    public static void drop(String url) {
        execute("drop database if exists %s with (force)".formatted(url.substring(url.lastIndexOf('/') + 1)));
    }

    /** Migrates a database up to a version, such as {@code 20}, or {@code latest}. */
    public static void migrate(String url, String version) {
        Flyway.configure().dataSource("jdbc:" + url, EmbeddedDatabase.USER, "").locations("classpath:db/migration")
                .target(version).load().migrate();
    }

    /** Opens a connection to a database. */
    public static Connection connect(String url) throws SQLException {
        return DriverManager.getConnection("jdbc:" + url, EmbeddedDatabase.USER, "");
    }

    /** Returns the folder into which the server was unpacked. */
    static Path binaries() {
        url("postgres");
        return FOLDER.resolve("postgres-binaries");
    }

    private static String url(String database) {
        String url = Holder.SERVER.url();
        return url.substring(0, url.lastIndexOf('/') + 1) + database;
    }

    private static void execute(String sql) {
        try (Connection connection = connect(url("postgres")); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Holder {
        private static final EmbeddedDatabase SERVER = start();

        private static EmbeddedDatabase start() {
            TestDatabase.delete(FOLDER.resolve("postgres"));
            EmbeddedDatabase server = EmbeddedDatabase.start(FOLDER);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            return server;
        }
    }
}
