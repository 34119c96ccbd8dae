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
 * The connections to the database, none of which waits for ever: where nothing has moved for {@value #SILENCE_SECONDS}
 * seconds the network or the server is gone without a word, and the connection is closed under whoever waits. Time limits
 * around statements would leave the connection to the pool, with an answer to come that is somebody else's.
 */
@Singleton
class DatabasePool implements PgPoolCreator {
    private static final int SILENCE_SECONDS = 5;
    /** A connection that nobody uses leaves the pool before it counts as silent. */
    private static final int UNUSED_SECONDS = 3;

    @Override
    public Pool create(Input input) {
        List<SqlConnectOptions> servers = List.copyOf(input.pgConnectOptionsList());
        servers.forEach(server -> server.setIdleTimeout(SILENCE_SECONDS).setIdleTimeoutUnit(TimeUnit.SECONDS));
        Pool pool = PgBuilder.pool()
                .with(input.poolOptions()
                        .setIdleTimeout(UNUSED_SECONDS).setIdleTimeoutUnit(TimeUnit.SECONDS)
                        .setConnectionTimeout(SILENCE_SECONDS).setConnectionTimeoutUnit(TimeUnit.SECONDS))
                .connectingTo(servers).using(input.vertx()).build();
        pool.getConnection().onSuccess(SqlConnection::close); // who needs it first finds it made
        return pool;
    }
}
