package dev.reelay.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.sql.SQLException;
import java.util.List;
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
    void brokenConnectionIsOutage() {
        assertThat(List.of(new SocketException("Connection reset"), new UnknownHostException("database"),
                new IOException("recvAddress(..) failed with error(-104): Connection reset by peer"),
                new IOException("Broken pipe"))).allMatch(DatabaseFailures::isOutage);
    }

    @Test
    void failureOfTheDiskIsNoOutageOfTheDatabase() {
        assertThat(DatabaseFailures.isOutage(new IOException("No space left on device"))).isFalse();
    }

    @Test
    void stoppingDatabaseIsOutage() {
        assertThat(DatabaseFailures.isOutage(new PgException("terminating connection", "FATAL", "57P01", ""))).isTrue();
    }

    @Test
    void fullDiskOfTheDatabaseIsOutageAlsoForHibernate() {
        assertThat(DatabaseFailures.isOutage(
                new IllegalStateException("error executing SQL statement", new SQLException("No space left", "53100"))))
                .isTrue();
        assertThat(DatabaseFailures.isOutage(new SQLException("duplicate key", "23505"))).isFalse();
    }

    @Test
    void copyThatTakesNoWritesIsOutage() {
        assertThat(DatabaseFailures.isOutage(new PgException("read-only transaction", "ERROR", "25006", ""))).isTrue();
    }

    @Test
    void rejectedStatementIsNoOutage() {
        assertThat(DatabaseFailures.isOutage(new PgException("duplicate key", "ERROR", "23505", ""))).isFalse();
        assertThat(
                DatabaseFailures.isOutage(new CompositeException(new IllegalStateException("a"), new NullPointerException())))
                .isFalse();
    }
}
