package dev.reelay.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** What the connections of the database were doing, by samples: each statement either runs or waits for something. */
final class DatabaseWaits implements AutoCloseable {
    /** A commit with a notification takes its turn with this lock, and has it until it is on the disk. */
    static final String COMMIT_QUEUE = "turn to commit";
    static final String DISK = "disk";
    static final String RUNNING = "runs";

    private static final long INTERVAL_MILLIS = 25;
    private static final String SAMPLE = """
            select case when wait_event is null then '%s' when wait_event_type = 'Lock' and wait_event = 'object' then '%s'
                    when lower(wait_event) in ('walsync', 'walwrite', 'wal_sync', 'wal_write') then '%s'
                    else lower(wait_event_type || ' ' || wait_event) end, count(*)
            from pg_stat_activity where backend_type = 'client backend' and state = 'active' and pid <> pg_backend_pid()
            group by 1""".formatted(RUNNING, COMMIT_QUEUE, DISK);

    private final Connection connection;
    private final Thread thread = new Thread(this::run, "database-waits");
    private Map<String, Integer> sums = new TreeMap<>();
    private int samples;
    private int withQueue;
    private volatile boolean closed;

    /**
     * What was seen since the last time.
     *
     * @param connections the mean number of connections by what they did
     * @param commitQueue the share of the time in which a commit waited for another one
     */
    record Seen(Map<String, Double> connections, double commitQueue) {
    }

    DatabaseWaits(Connection connection) {
        this.connection = connection;
        thread.setDaemon(true);
        thread.start();
    }

    synchronized Seen take() {
        Map<String, Double> means = new TreeMap<>();
        sums.forEach((what, sum) -> means.put(what, (double) sum / samples));
        Seen seen = new Seen(means, (double) withQueue / Math.max(1, samples));
        sums = new TreeMap<>();
        samples = 0;
        withQueue = 0;
        return seen;
    }

    private void run() {
        try (PreparedStatement sample = connection.prepareStatement(SAMPLE)) {
            while (!closed) {
                add(sample);
                Thread.sleep(INTERVAL_MILLIS);
            }
        } catch (SQLException | InterruptedException e) {
            if (!closed) {
                throw new AssertionError(e);
            }
        }
    }

    private void add(PreparedStatement sample) throws SQLException {
        Map<String, Integer> now = new TreeMap<>();
        try (ResultSet rows = sample.executeQuery()) {
            while (rows.next()) {
                now.put(rows.getString(1), rows.getInt(2));
            }
        }
        synchronized (this) {
            now.forEach((what, count) -> sums.merge(what, count, Integer::sum));
            samples++;
            withQueue += now.containsKey(COMMIT_QUEUE) ? 1 : 0;
        }
    }

    @Override
    public void close() throws SQLException, InterruptedException {
        closed = true;
        thread.join();
        connection.close();
    }
}
