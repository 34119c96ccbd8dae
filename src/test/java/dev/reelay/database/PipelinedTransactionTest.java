package dev.reelay.database;

import static dev.reelay.testing.Waits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Function;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.PoolOptions;

import dev.reelay.testing.DatabaseServer;

/** The pool has one connection, so each test shows as well in which state the one before left it. */
class PipelinedTransactionTest {
    private final Vertx vertx = Vertx.vertx();
    private final String database = DatabaseServer.newDatabase();
    private final Pool pool = PgBuilder.pool().using(vertx).with(new PoolOptions().setMaxSize(1))
            .connectingTo(PgConnectOptions.fromUri(database.replace("//", "//" + EmbeddedDatabase.USER + "@"))
                    .setCachePreparedStatements(true))
            .build();

    @BeforeEach
    void createTable() {
        pool.query("create table number (value integer primary key)")
                .executeAndAwait();
    }

    @AfterEach
    void close() {
        pool.close().await().atMost(LIMIT);
        vertx.close().await().atMost(LIMIT);
        DatabaseServer.drop(database);
    }

    @Test
    void lastStatementIsCommitted() {
        run(transaction -> insert(transaction, 1).chain(() -> transaction.commitAfter(insert(transaction, 2))));

        assertThat(numbers()).containsExactly(1, 2);
        assertThat(transactionIsOpen()).isFalse();
    }

    /** The server prepares a statement at its first use, and commits only afterwards. */
    @Test
    void onlyStatementIsCommittedWhetherItIsPreparedOrNot() {
        run(transaction -> transaction.commitAfter(insert(transaction, 1)));
        run(transaction -> transaction.commitAfter(insert(transaction, 2)));

        assertThat(numbers()).containsExactly(1, 2);
    }

    @Test
    void failureOfTheLastStatementCommitsNothing() {
        assertThatThrownBy(() -> run(transaction -> insert(transaction, 1)
                .chain(() -> transaction.commitAfter(insert(transaction, 1)))))
                .isInstanceOf(PgException.class).hasMessageContaining("number_pkey");

        assertThat(numbers()).isEmpty();
        assertThat(transactionIsOpen()).isFalse();
    }

    @Test
    void lastStatementsAreCommittedTogether() {
        run(transaction -> insert(transaction, 1).chain(() -> transaction.commitAfter(List.of(insertion(2), insertion(3)))));
        run(transaction -> insert(transaction, 4).chain(() -> transaction.commitAfter(List.of())));

        assertThat(numbers()).containsExactly(1, 2, 3, 4);
        assertThat(transactionIsOpen()).isFalse();
    }

    @Test
    void failureOfOneOfTheLastStatementsCommitsNothing() {
        for (List<SqlStatement> last : List.of(List.of(insertion(1), insertion(2)), List.of(insertion(2), insertion(1)))) {
            assertThatThrownBy(() -> run(transaction -> insert(transaction, 1).chain(() -> transaction.commitAfter(last))))
                    .isInstanceOf(PgException.class).hasMessageContaining("number_pkey");

            assertThat(numbers()).isEmpty();
            assertThat(transactionIsOpen()).isFalse();
        }
    }

    @Test
    void failureBeforeTheLastStatementIsSentRollsBack() {
        assertThatThrownBy(() -> run(transaction -> insert(transaction, 1).chain(() -> transaction
                .commitAfter(Uni.createFrom().<Void> failure(new IllegalStateException("refused"))))))
                .hasMessage("refused");

        assertThat(numbers()).isEmpty();
        assertThat(transactionIsOpen()).isFalse();
    }

    @Test
    void failureBeforeTheLastStatementRollsBack() {
        assertThatThrownBy(() -> run(transaction -> insert(transaction, 1)
                .onItem().failWith(() -> new IllegalStateException("refused")))).hasMessage("refused");

        assertThat(numbers()).isEmpty();
        assertThat(transactionIsOpen()).isFalse();
    }

    @Test
    void whatIsNotCommittedIsRolledBack() {
        run(transaction -> insert(transaction, 1));

        assertThat(numbers()).isEmpty();
        assertThat(transactionIsOpen()).isFalse();
    }

    private void run(Function<PipelinedTransaction, Uni<Void>> work) {
        PipelinedTransaction.run(pool, work).await().atMost(LIMIT);
    }

    private static Uni<Void> insert(PipelinedTransaction transaction, int number) {
        return transaction.connection().preparedQuery("insert into number values ($1)").execute(Tuple.of(number))
                .replaceWithVoid();
    }

    private static SqlStatement insertion(int number) {
        return new SqlStatement("insert into number values ($1)", List.of(number));
    }

    private List<Integer> numbers() {
        return StreamSupport.stream(pool.query("select value from number order by 1").executeAndAwait().spliterator(), false)
                .map(row -> row.getInteger(0)).toList();
    }

    /** Within a transaction, the time stands still. */
    private boolean transactionIsOpen() {
        return pool.query("select now()").executeAndAwait().iterator().next().getOffsetDateTime(0)
                .equals(pool.query("select now()").executeAndAwait().iterator().next().getOffsetDateTime(0));
    }
}
