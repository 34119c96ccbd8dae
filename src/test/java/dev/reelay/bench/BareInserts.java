package dev.reelay.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import dev.reelay.testing.TestDatabase;

/** A PostgreSQL server for the program and for its peer, which only inserts rows, each in a transaction of its own. */
final class BareInserts implements AutoCloseable {
    private static final Path HOME = Path.of("target", "programs", "bench-inserts").toAbsolutePath();
    /** No account has the model, so no node takes these videos. */
    private static final String VIDEO = """
            insert into video (id, owner, status, prompt, model, size, seconds, fingerprint)
            values ('video_' || gen_random_uuid(), ?, 'SUBMITTED', 'a dog that runs', 'of no account', '1280x720', '10', '')""";
    private static final String IMAGE = """
            with stored as (%s returning id) insert into reference_image_part select id, 0, ? from stored""".formatted(VIDEO);

    private final EmbeddedPostgres server;
    private final Connection connection;

    private BareInserts(EmbeddedPostgres server) throws SQLException {
        this.server = server;
        this.connection = connect();
    }

    /** Starts the server with the settings of the embedded one, and room for the connections of both. */
    static BareInserts start() throws IOException, SQLException {
        TestDatabase.delete(HOME);
        return new BareInserts(EmbeddedPostgres.builder().setOverrideWorkingDirectory(HOME.resolve("binaries").toFile())
                .setDataDirectory(HOME.resolve("postgres")).setLocaleConfig("locale", "C")
                .setServerConfig("fsync", "on").setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", String.valueOf(2 * Load.CONNECTIONS)).start());
    }

    /** Returns the URL for the reactive client of the program. */
    String url() {
        return "postgresql://localhost:" + server.getPort() + "/postgres";
    }

    /** Inserts a video, and its image if it has one; returns the time in ms. */
    double insert(byte[] image) throws SQLException {
        long start = System.nanoTime();
        try (PreparedStatement insert = connection.prepareStatement(image.length == 0 ? VIDEO : IMAGE)) {
            insert.setString(1, "inserts");
            if (image.length > 0) {
                insert.setBytes(2, image);
            }
            insert.executeUpdate();
        }
        return (System.nanoTime() - start) / 1e6;
    }

    /**
     * Inserts videos over {@link Load#CONNECTIONS} connections, each for an owner of its own; returns the number per second.
     */
    double perSecond(int seconds) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(Load.CONNECTIONS);
        try {
            List<Future<Integer>> counts = new ArrayList<>();
            for (int number = 0; number < Load.CONNECTIONS; number++) {
                counts.add(threads.submit(inserting("inserts " + number, seconds)));
            }
            double sum = 0;
            for (Future<Integer> count : counts) {
                sum += count.get();
            }
            return sum / seconds;
        } finally {
            threads.shutdown();
        }
    }

    private Callable<Integer> inserting(String owner, int seconds) {
        return () -> {
            try (Connection own = connect(); PreparedStatement insert = own.prepareStatement(VIDEO)) {
                insert.setString(1, owner);
                long end = System.nanoTime() + seconds * 1_000_000_000L;
                int count = 0;
                while (System.nanoTime() < end) {
                    count += insert.executeUpdate();
                }
                return count;
            }
        };
    }

    /** Removes all videos, so that neither side is slower for those of an earlier round. */
    void deleteAll() throws SQLException {
        connection.createStatement().execute("truncate video, account_running, creation, reference_image_part");
    }

    private Connection connect() throws SQLException {
        return server.getPostgresDatabase().getConnection();
    }

    @Override
    public void close() throws SQLException, IOException {
        connection.close();
        server.close();
    }
}
