package dev.reelay.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletionException;

import org.junit.jupiter.api.Test;

import io.smallrye.mutiny.CompositeException;
import io.vertx.pgclient.PgException;

class DatabaseFailuresTest {
    @Test
    void connectionClosedInTransactionIsOutage() {
        assertThat(DatabaseFailures.isOutage(new CompletionException(
                new CompositeException(new ClosedChannelException(), new IllegalStateException("not rolled back"))))).isTrue();
    }

    @Test
    void stoppingDatabaseIsOutage() {
        assertThat(DatabaseFailures.isOutage(new PgException("terminating connection", "FATAL", "57P01", ""))).isTrue();
    }

    @Test
    void rejectedStatementIsNoOutage() {
        assertThat(DatabaseFailures.isOutage(new PgException("duplicate key", "ERROR", "23505", ""))).isFalse();
        assertThat(
                DatabaseFailures.isOutage(new CompositeException(new IllegalStateException("a"), new NullPointerException())))
                .isFalse();
    }
}
