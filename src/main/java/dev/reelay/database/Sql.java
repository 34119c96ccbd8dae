package dev.reelay.database;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;

/** Helpers for SQL statements. */
public final class Sql {
    private static final double MILLIS_PER_SECOND = 1000;

    private Sql() {
    }

    /**
     * Runs a native statement that changes rows, in the caller's Hibernate session.
     *
     * @param parameters the values of the named parameters; none may be null
     * @return the number of changed rows
     */
    public static Uni<Integer> execute(String sql, Map<String, Object> parameters) {
        return Panache.getSession().chain(session -> {
            var query = session.createNativeQuery(sql);
            parameters.forEach(query::setParameter);
            return query.executeUpdate();
        });
    }

    /** Returns the rows of a result of the plain client. */
    public static Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }

    /** Returns a duration in seconds, rounded down to milliseconds, for {@code make_interval(secs => …)}. */
    public static double seconds(Duration duration) {
        return duration.toMillis() / MILLIS_PER_SECOND;
    }
}
