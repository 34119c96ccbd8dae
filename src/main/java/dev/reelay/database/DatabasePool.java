package dev.reelay.database;

import java.util.List;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Singleton;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import io.vertx.sqlclient.SqlConnection;

/**
 * The connection pool of the database. A connection that is silent for {@code reelay.database.timeout} during a statement is
 * closed, and the statement fails, because the network or the server has failed. A timeout around the statement would instead
 * return the connection to the pool, where the late response would reach another statement. The server for its part ends a
 * transaction whose node sends nothing for that time, because a frozen node would hold its locks for ever.
 */
@Singleton
class DatabasePool implements PgPoolCreator {
    private static final String END_IDLE_TRANSACTIONS = "set idle_in_transaction_session_timeout = %d";

    private final DatabaseConfig config;

    DatabasePool(DatabaseConfig config) {
        this.config = config;
    }

    @Override
    public Pool create(Input input) {
        int timeoutMillis = Math.toIntExact(config.timeout().toMillis());
        List<SqlConnectOptions> servers = List.copyOf(input.pgConnectOptionsList());
        servers.forEach(server -> server.setIdleTimeout(timeoutMillis).setIdleTimeoutUnit(TimeUnit.MILLISECONDS));
        Pool pool = PgBuilder.pool()
                .with(input.poolOptions()
                        .setIdleTimeout(Math.toIntExact(config.keepAliveInterval().toMillis()))
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                        .setConnectionTimeout(timeoutMillis).setConnectionTimeoutUnit(TimeUnit.MILLISECONDS))
                .connectingTo(servers).using(input.vertx())
                // If this fails, so does the connection, and its first statement tells.
                .withConnectHandler(connection -> connection.query(END_IDLE_TRANSACTIONS.formatted(timeoutMillis)).execute()
                        .onComplete(set -> connection.close()))
                .build();
        pool.getConnection().onSuccess(SqlConnection::close); // opens the first connection early
        return pool;
    }
}
