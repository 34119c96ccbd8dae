package dev.reelay.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import dev.reelay.testing.DatabaseServer;

/** Checks the migration that gives keys an owner. */
class KeyOwnersTest {
    private static final String BEFORE = "7";
    private static final String INSERT_OF_OLDER_NODE = "insert into access_key (name, sha256) values ('%s', '')";

    @Test
    void keysOfOlderNodesOwnTheirVideosUnderTheirName() throws SQLException {
        String database = DatabaseServer.newDatabase();
        DatabaseServer.migrate(database, BEFORE);
        try (Connection connection = DatabaseServer.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(INSERT_OF_OLDER_NODE.formatted("before"));

            DatabaseServer.migrate(database, "9");
            statement.execute(INSERT_OF_OLDER_NODE.formatted("after"));
            statement.execute("insert into access_key (name, owner, sha256) values ('renamed', 'before', '')");

            assertThat(owners(statement)).isEqualTo(Map.of("before", "before", "after", "after", "renamed", "before"));
        }
        DatabaseServer.drop(database);
    }

    private static Map<String, String> owners(Statement statement) throws SQLException {
        Map<String, String> owners = new TreeMap<>();
        try (ResultSet rows = statement.executeQuery("select name, owner from access_key")) {
            while (rows.next()) {
                owners.put(rows.getString("name"), rows.getString("owner"));
            }
        }
        return owners;
    }
}
