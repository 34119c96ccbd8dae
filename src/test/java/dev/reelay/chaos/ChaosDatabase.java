package dev.reelay.chaos;

import java.math.BigDecimal;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import dev.reelay.chaos.Books.Creation;
import dev.reelay.chaos.Books.Entry;
import dev.reelay.chaos.Books.Event;
import dev.reelay.chaos.Books.State;
import dev.reelay.chaos.Books.Sum;
import dev.reelay.chaos.Books.Write;
import dev.reelay.database.EmbeddedDatabase;
import dev.reelay.testing.DatabaseServer;

/**
 * The database of a run. Each node has a role of its own, so that triggers know who writes, and so that the connections of
 * one node can be limited or ended. The triggers keep a book of all writes to videos, in a schema of their own.
 */
final class ChaosDatabase implements AutoCloseable {
    private static final String ROLE = """
            do $$ begin
                if not exists (select from pg_roles where rolname = 'chaos') then create role chaos; end if;
                if not exists (select from pg_roles where rolname = '%1$s') then
                    create role %1$s login in role chaos;
                    alter role %1$s set role chaos;
                end if;
            end $$""";

    private static final String BOOKS = """
            create schema books;
            create table books.write (number bigserial, at timestamptz default clock_timestamp(), node text default session_user,
                before jsonb, after jsonb);
            create table books.process (id text primary key, node text default session_user);
            create table books.creation (owner text, key_id text, at timestamptz);
            create function books.write() returns trigger language plpgsql security definer as $$
            begin
                insert into books.write (before, after) values (to_jsonb(old), to_jsonb(new));
                return null;
            end $$;
            create function books.process() returns trigger language plpgsql security definer as $$
            begin
                insert into books.process (id) values (new.id) on conflict do nothing;
                return null;
            end $$;
            create function books.creation() returns trigger language plpgsql security definer as $$
            begin
                insert into books.creation values (new.owner, new.key_id, new.created_at);
                return null;
            end $$;
            insert into books.process select id, '%s' from node;
            create trigger zz_books after insert or update or delete on video for each row execute function books.write();
            create trigger zz_books after insert or update on node for each row execute function books.process();
            create trigger zz_books after insert on creation for each row execute function books.creation()""";

    private final String url = DatabaseServer.newDatabase();

    /** Creates an empty database that these nodes may use. */
    ChaosDatabase(List<String> nodes) throws SQLException {
        for (String node : nodes) {
            execute(ROLE.formatted(node));
        }
        execute("alter database %s owner to chaos".formatted(url.substring(url.lastIndexOf('/') + 1)));
        execute("alter schema public owner to chaos");
    }

    /** Returns the port of the server. */
    int port() {
        return URI.create(url).getPort();
    }

    /** Returns the URL of the database behind another port of this machine. */
    String url(int port) {
        return "postgresql://127.0.0.1:%d%s".formatted(port, URI.create(url).getPath());
    }

    /** Begins the books; call it when the only node that has run, and migrated the database, is this one. */
    void beginBooks(String node) throws SQLException {
        execute(BOOKS.formatted(node));
    }

    /** Allows a node so many connections, and ends those that it has. */
    void limit(String node, int connections) throws SQLException {
        execute("alter role %s connection limit %d".formatted(node, connections));
        disconnect(node);
    }

    /** Ends all connections of a node. */
    void disconnect(String node) throws SQLException {
        execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = '%s'".formatted(node));
    }

    /** Returns the first column of the result. */
    List<String> strings(String query) throws SQLException {
        return rows(query).stream().map(row -> String.valueOf(row.getValue("value"))).toList();
    }

    /** Returns the position of the last change in an owner's feed. */
    long lastPosition(String owner) throws SQLException {
        return Long.parseLong(strings("""
                select coalesce(max(position), 0) as value from (select position, owner from video
                    union all select position, owner from deleted_video) change where owner = '%s'""".formatted(owner)).get(0));
    }

    Map<String, String> processes() throws SQLException {
        return rows("select id, node from books.process").stream().collect(Collectors.toMap(row -> row.getString("id"),
                row -> row.getString("node"), (first, second) -> first));
    }

    List<Write> writes() throws SQLException {
        return rows("""
                select number, cast(extract(epoch from at) * 1000 as bigint) as at, node, before, after from books.write
                order by number""").stream().map(ChaosDatabase::write).toList();
    }

    private static Write write(JsonObject row) {
        JsonObject before = row.getJsonObject("before");
        JsonObject after = row.getJsonObject("after");
        JsonObject any = after == null ? before : after;
        return new Write(row.getLong("number"), row.getLong("at"), row.getString("node"), any.getString("id"),
                any.getString("owner"), Optional.ofNullable(any.getString("key_id")).orElse(""), any.getString("prompt"),
                state(before), state(after));
    }

    private static @Nullable State state(@Nullable JsonObject row) {
        return row == null ? null
                : new State(row.getString("status"), row.getLong("version"), row.getInteger("progress"),
                        row.getLong("lease_token"), row.getString("lease_owner"), row.getString("account"),
                        row.getString("error_code"), row.getString("error_message"), money(row.getValue("cost")),
                        money(row.getValue("cost_uncertain")));
    }

    private static @Nullable BigDecimal money(@Nullable Object value) {
        return value == null ? null : new BigDecimal(value.toString());
    }

    private static BigDecimal money(JsonObject row, String column) {
        return new BigDecimal(row.getValue(column).toString());
    }

    List<Creation> creations() throws SQLException {
        return rows("select owner, key_id, cast(extract(epoch from at) * 1000 as bigint) as at from books.creation order by at")
                .stream().map(row -> new Creation(row.getString("owner"),
                        Optional.ofNullable(row.getString("key_id")).orElse(""), row.getLong("at")))
                .toList();
    }

    List<String> videos() throws SQLException {
        return strings("select id as value from video");
    }

    List<Entry> ledger() throws SQLException {
        return rows("select video_id, key_id, status, cost, uncertain from usage_ledger").stream()
                .map(row -> new Entry(row.getString("video_id"), row.getString("key_id"), row.getString("status"),
                        money(row, "cost"), money(row, "uncertain")))
                .toList();
    }

    List<Sum> sums() throws SQLException {
        return rows("""
                select key_id, sum(videos) as videos, sum(cost) as cost, sum(uncertain) as uncertain from usage_sum
                where bucket = 'month' group by key_id""").stream()
                .map(row -> new Sum(row.getString("key_id"), row.getLong("videos"), money(row, "cost"),
                        money(row, "uncertain")))
                .toList();
    }

    List<Event> events() throws SQLException {
        return rows("select id, owner, video_id, type from webhook_event where video_id is not null").stream()
                .map(row -> new Event(row.getString("id"), row.getString("owner"), row.getString("video_id"),
                        row.getString("type")))
                .toList();
    }

    private List<JsonObject> rows(String query) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement
                        .executeQuery("select coalesce(jsonb_agg(to_jsonb(r)), '[]') from (%s) r".formatted(query))) {
            rows.next();
            List<JsonObject> found = new ArrayList<>();
            new JsonArray(rows.getString(1)).forEach(row -> found.add((JsonObject) row));
            return found;
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:" + url, EmbeddedDatabase.USER, "");
    }

    @Override
    public void close() {
        DatabaseServer.drop(url);
    }
}
