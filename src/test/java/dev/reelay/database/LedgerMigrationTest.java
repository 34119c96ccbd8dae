package dev.reelay.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.reelay.testing.DatabaseServer;

/** Checks the migration that adds the ledger to a database with videos, at which nodes of the former version still work. */
class LedgerMigrationTest {
    private static final String BEFORE = "17";
    private static final String LEDGER = "20";

    private static final String INSERT_OF_OLDER_NODE = """
            insert into video (id, owner, status, prompt, model, size, seconds, fingerprint)
            values ('%s', 'alice', 'SUBMITTED', 'a dog', 'sora-2', '1280x720', '10', '')""";
    private static final String END_BY_OLDER_NODE = """
            update video set version = version + 1, status = '%s', error_code = %s, completed_at = now() where id = '%s'""";

    @Test
    void videosOfOlderNodesAreInTheLedgerOnceTheyEnd() throws SQLException {
        String database = DatabaseServer.newDatabase();
        DatabaseServer.migrate(database, BEFORE);
        try (Connection connection = DatabaseServer.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(INSERT_OF_OLDER_NODE.formatted("video_ended"));
            statement.execute(END_BY_OLDER_NODE.formatted("COMPLETED", "null", "video_ended"));
            statement.execute(INSERT_OF_OLDER_NODE.formatted("video_open"));

            DatabaseServer.migrate(database, LEDGER);
            statement.execute(INSERT_OF_OLDER_NODE.formatted("video_after"));
            statement.execute("insert into creation (owner) values ('alice')");
            statement.execute(END_BY_OLDER_NODE.formatted("COMPLETED", "null", "video_open"));
            statement.execute(END_BY_OLDER_NODE.formatted("FAILED", "'cancelled'", "video_after"));

            assertThat(lines(statement,
                    "select concat_ws(' ', video_id, status, seconds, cost, key_id) from usage_ledger order by 1"))
                    .containsExactly("video_after cancelled 0 0 ", "video_open completed 10 0 ");
            assertThat(lines(statement, "select concat_ws(' ', bucket, sum(videos)) from usage_sum group by bucket order by 1"))
                    .containsExactly("day 2", "hour 2", "month 2");
        }
        DatabaseServer.drop(database);
    }

    private static List<String> lines(Statement statement, String query) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
        }
        return lines;
    }
}
