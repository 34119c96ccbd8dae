package dev.reelay.database;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;

/**
 * A transaction whose {@code BEGIN} travels with its first statement, and whose {@code COMMIT} with its last one. Each of the
 * two saves the wait for a response of the server. The connection sends its statements in order.
 */
public final class PipelinedTransaction {
    private final SqlConnection connection;
    private boolean committing;

    private PipelinedTransaction(SqlConnection connection) {
        this.connection = connection;
    }

    /**
     * Runs a transaction on a connection of the pool.
     *
     * @param work sends its first statement when it is subscribed to, and ends with {@link #commitAfter} if there is something
     *        to commit; otherwise the transaction is rolled back
     */
    public static <T> Uni<T> run(Pool pool, Function<PipelinedTransaction, Uni<T>> work) {
        return pool.withConnection(connection -> {
            PipelinedTransaction transaction = new PipelinedTransaction(connection);
            return Uni.combine().all().unis(transaction.send("begin"), work.apply(transaction)).with((begun, result) -> result)
                    .eventually(transaction::rollBackUnlessCommitting);
        });
    }

    /** Returns the connection for the statements of the transaction. Do not close it. */
    public SqlConnection connection() {
        return connection;
    }

    /**
     * Commits after the last statement. If that statement fails, the server rolls back instead, and the result is its failure.
     */
    public <T> Uni<T> commitAfter(Uni<T> statement) {
        return Uni.combine().all().unis(statement, commit()).with((result, committed) -> result);
    }

    /** Commits after the last statements, likewise; all travel together. */
    public Uni<Void> commitAfter(List<SqlStatement> statements) {
        return Uni.combine().all()
                .unis(Stream.concat(statements.stream().map(statement -> statement.execute(connection)), Stream.of(commit()))
                        .toList())
                .discardItems();
    }

    /** Commits once it is subscribed to. A statement that fails before it is sent prevents that, so {@link #run} rolls back. */
    private Uni<Void> commit() {
        return Uni.createFrom().deferred(() -> {
            committing = true;
            return send("commit");
        });
    }

    private Uni<Void> rollBackUnlessCommitting() {
        // A connection that cannot roll back is broken, and the pool closes it; what the caller gets is the failure before.
        return committing ? Uni.createFrom().voidItem() : send("rollback").onFailure().recoverWithNull();
    }

    private Uni<Void> send(String command) {
        return connection.query(command).execute().replaceWithVoid();
    }
}
