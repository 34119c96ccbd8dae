package dev.reelay.database;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

/**
 * A statement that changes rows, with its parameters. It runs in the transaction of a caller: on the connection of a
 * {@link PipelinedTransaction}, or in a Hibernate session.
 *
 * @param sql names the parameters {@code $1}, {@code $2} and so on; has no other dollar sign
 */
public record SqlStatement(String sql, List<@Nullable Object> parameters) {
    /** Sends the statement when it is subscribed to, after those that were sent on the connection before. */
    Uni<Void> execute(SqlConnection connection) {
        return connection.preparedQuery(sql).execute(Tuple.from(parameters)).replaceWithVoid();
    }

    /** Executes statements one after the other in the caller's Hibernate session. */
    public static Uni<Void> executeInSession(List<SqlStatement> statements) {
        return Multi.createFrom().iterable(statements).onItem().transformToUniAndConcatenate(SqlStatement::executeInSession)
                .onItem().ignoreAsUni();
    }

    private Uni<Integer> executeInSession() {
        return Panache.getSession().chain(session -> {
            var query = session.createNativeQuery(sql.replace('$', '?'));
            for (int index = 0; index < parameters.size(); index++) {
                query.setParameter(index + 1, parameters.get(index));
            }
            return query.executeUpdate();
        });
    }
}
