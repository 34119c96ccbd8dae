package dev.reelay.database;

import static dev.reelay.testing.Waits.LIMIT;
import static dev.reelay.testing.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.reelay.testing.DatabaseServer;

/** Tests the counts of running videos that triggers keep, and the claims that rely on them. */
class RunningVideosTest {
    private static final String BEFORE = "22";
    private static final String COUNTS = "23";
    private static final int SLOTS = 10;
    private static final int VIDEOS = 40;
    private static final int STEPS = 300;
    private static final List<String> STATUSES = List.of("SUBMITTED", "SUBMITTING", "IN_PROGRESS", "COMPLETED", "FAILED");

    private static final String INSERT = """
            insert into video (id, owner, status, prompt, model, size, seconds, fingerprint, account)
            select '%s' || number, 'alice', '%s', 'a dog', 'sora-2', '1280x720', '10', '', %s from generate_series(1, %d) number""";
    private static final String CLAIM = """
            select id from claim_waiting_videos('%s', '{a}', '{0}', '{%d}', array['["sora-2"]'], interval '61 seconds')""";

    private final String database = DatabaseServer.newDatabase();
    private Connection connection;
    private Statement statement;

    @BeforeEach
    void migrate() throws SQLException {
        DatabaseServer.migrate(database, BEFORE);
        connection = DatabaseServer.connect(database);
        statement = connection.createStatement();
    }

    @AfterEach
    void drop() throws SQLException {
        connection.close();
        DatabaseServer.drop(database);
    }

    @Test
    void videosThatRunBeforeTheMigrationAreCounted() throws SQLException {
        statement.execute(INSERT.formatted("before", "IN_PROGRESS", "'a'", 3));
        statement.execute(INSERT.formatted("other", "IN_PROGRESS", "null", 2));
        statement.execute(INSERT.formatted("waiting", "SUBMITTED", "null", 2));
        DatabaseServer.migrate(database, COUNTS);
        statement.execute("update video set status = 'COMPLETED' where id = 'before1'");

        assertThat(number("select sum(videos) from account_running where account = 'a'")).isEqualTo(2);
        assertThat(number("select sum(videos) from account_running")).isEqualTo(4);
    }

    @Test
    void countIsThatOfTheRowsWhateverHappens() throws SQLException {
        DatabaseServer.migrate(database, COUNTS);
        statement.execute("insert into upstream_account (name) values ('a'), ('b')");
        statement.execute(INSERT.formatted("video", "SUBMITTED", "null", VIDEOS));
        statement.execute("alter table video disable trigger video_usage_recorded"); // here a video ends more than once
        Random random = new Random(1);
        for (int step = 0; step < STEPS; step++) {
            String id = "video" + (1 + random.nextInt(VIDEOS));
            String status = STATUSES.get(random.nextInt(STATUSES.size()));
            String account = List.of("'a'", "'b'", "null").get(random.nextInt(3));
            switch (random.nextInt(8)) {
                case 0 -> statement.execute("delete from video where id = '" + id + "'");
                case 1 -> statement.execute(INSERT.formatted("late" + step + "_", status, account, 1));
                case 2 -> {
                    connection.setAutoCommit(false);
                    statement.execute("update video set status = 'IN_PROGRESS', account = 'a' where id = '" + id + "'");
                    connection.rollback();
                    connection.setAutoCommit(true);
                }
                default -> statement.execute("""
                        update video set status = '%s', account = %s, occupied_until = now() + interval '%d minutes'
                        where id = '%s'""".formatted(status, account, random.nextInt(-5, 5), id));
            }
        }

        for (String account : List.of("a", "b")) {
            assertThat(number("select videos from account_load_2('{%s}', interval '61 seconds')".formatted(account)))
                    .as(account).isPositive().isEqualTo(number("""
                            select count(*) from video where account = '%s' and (status not in ('COMPLETED', 'FAILED')
                                or occupied_until > clock_timestamp())""".formatted(account)));
        }
    }

    @Test
    void claimFillsTheSlotsAndSumsUpTheCounts() throws SQLException {
        DatabaseServer.migrate(database, COUNTS);
        addNode("n");
        for (int round = 0; round < VIDEOS; round++) {
            statement.execute(INSERT.formatted("round" + round + "_", "IN_PROGRESS", "'a'", 3));
            statement.execute(
                    "update video set status = 'COMPLETED' where id in ('round%1$d_1', 'round%1$d_2')".formatted(round));
        }
        statement.execute(INSERT.formatted("waiting", "SUBMITTED", "null", 2 * SLOTS));

        assertThat(claim("n", VIDEOS + SLOTS)).isEqualTo(SLOTS);
        assertThat(claim("n", VIDEOS + SLOTS)).isZero();
        assertThat(number("select count(*) from account_running")).isOne();
        assertThat(number("select sum(videos) from account_running")).isEqualTo(VIDEOS);
    }

    /** The slots of an account are counted under a lock, so that two nodes never use the same one. */
    @Test
    void claimWaitsForTheClaimOfAnotherNode() throws SQLException {
        DatabaseServer.migrate(database, COUNTS);
        addNode("n");
        addNode("m");
        statement.execute("insert into upstream_account (name) values ('a')");
        statement.execute(INSERT.formatted("waiting", "SUBMITTED", "null", 2 * SLOTS));
        connection.setAutoCommit(false);
        assertThat(claim("n", SLOTS)).isEqualTo(SLOTS);

        CompletableFuture<Integer> second = CompletableFuture.supplyAsync(this::claimElsewhere);
        try (Connection watcher = DatabaseServer.connect(database); Statement watch = watcher.createStatement()) {
            await().until(() -> second.isDone() || number(watch, "select count(*) from pg_locks where not granted") > 0);
        }
        assertThat(second).as("the claim of the other node").isNotDone();
        connection.commit();

        assertThat(second.orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS).join()).isZero();
    }

    @Test
    void claimLocksNothingWhileNoVideoWaits() throws SQLException {
        DatabaseServer.migrate(database, COUNTS);
        addNode("n");
        addNode("m");
        statement.execute("insert into upstream_account (name) values ('a')");
        statement.execute(INSERT.formatted("running", "IN_PROGRESS", "'a'", 1));
        connection.setAutoCommit(false);
        statement.execute("select from upstream_account for update");

        assertThat(claimElsewhere()).isZero();
    }

    private int claimElsewhere() {
        try (Connection other = DatabaseServer.connect(database); Statement claim = other.createStatement()) {
            claim.setQueryTimeout((int) LIMIT.toSeconds());
            return count(claim, CLAIM.formatted("m", SLOTS));
        } catch (SQLException e) {
            throw new CompletionException(e);
        }
    }

    private void addNode(String name) throws SQLException {
        statement.execute("insert into node (id, lease_until) values ('%s', now() + interval '1 hour')".formatted(name));
    }

    private int claim(String node, int concurrent) throws SQLException {
        return count(statement, CLAIM.formatted(node, concurrent));
    }

    private long number(String query) throws SQLException {
        return number(statement, query);
    }

    private static int count(Statement statement, String query) throws SQLException {
        int count = 0;
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                count++;
            }
        }
        return count;
    }

    private static long number(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
