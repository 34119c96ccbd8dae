package dev.reelay.database;

import static dev.reelay.testing.Waits.LIMIT;
import static dev.reelay.testing.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.smallrye.mutiny.CompositeException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.VertxException;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.PoolOptions;

import dev.reelay.testing.DatabaseServer;

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
    void poolWithoutFreeConnectionIsOutage() {
        String database = DatabaseServer.newDatabase();
        Vertx vertx = Vertx.vertx();
        Pool pool = PgBuilder.pool().using(vertx)
                .with(new PoolOptions().setMaxSize(1).setConnectionTimeout(1).setConnectionTimeoutUnit(TimeUnit.MILLISECONDS))
                .connectingTo(PgConnectOptions.fromUri(database.replace("//", "//" + EmbeddedDatabase.USER + "@"))).build();
        try {
            SqlConnection held = await().ignoreExceptions().until(() -> pool.getConnection().await().atMost(LIMIT),
                    Objects::nonNull);

            Stream.<Uni<?>> of(pool.getConnection(), pool.query("select 1").execute(),
                    pool.preparedQuery("select 1").execute())
                    .forEach(waiting -> assertThatThrownBy(() -> waiting.await().atMost(LIMIT))
                            .matches(DatabaseFailures::isOutage));
            held.close().await().atMost(LIMIT);
        } finally {
            pool.close().await().atMost(LIMIT);
            vertx.close().await().atMost(LIMIT);
            DatabaseServer.drop(database);
        }
    }

    @Test
    void otherFailureOfVertxIsNoOutage() {
        assertThat(DatabaseFailures.isOutage(new VertxException("Connection was closed"))).isFalse();
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
