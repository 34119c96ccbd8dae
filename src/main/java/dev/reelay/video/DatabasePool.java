package dev.reelay.video;

import java.util.List;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Singleton;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import io.vertx.sqlclient.SqlConnection;

/**
 * The connections to the database, none of which waits for ever: where nothing has moved for
 * {@code reelay.database.timeout} the network or the server is gone without a word, and the connection is closed under
 * whoever waits. Time limits around statements would leave the connection to the pool, with a response to come that belongs
 * to another statement.
 */
@Singleton
class DatabasePool implements PgPoolCreator {
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
                .connectingTo(servers).using(input.vertx()).build();
        pool.getConnection().onSuccess(SqlConnection::close); // who needs it first finds it made
        return pool;
    }
}
