package dev.reelay.progress;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgConnection;

import dev.reelay.async.VertxContexts;
import dev.reelay.database.DatabaseConfig;
import dev.reelay.database.Retries;

/**
 * Receives the notifications that the transactions of all nodes send on the channel {@code reelay_video} (see
 * {@code V6__feed.sql}), over one dedicated connection. After a lost connection it reconnects, and then refreshes each video
 * and feed with subscribers.
 */
@ApplicationScoped
class ChangeListener {
    private static final Logger LOG = Logger.getLogger(ChangeListener.class);
    private static final Duration EVICTION_INTERVAL = Duration.ofSeconds(30);

    private final Pool pool;
    private final VertxContexts contexts;
    private final ProgressBus videos;
    private final OwnerFeeds feeds;
    /** Interval and timeout of the check that finds a silently broken connection. */
    private final Duration checkInterval;
    private volatile boolean listened;
    private volatile boolean stopped;
    private volatile Cancellable tidying = () -> {
    };

    ChangeListener(Pool pool, VertxContexts contexts, ProgressBus videos, OwnerFeeds feeds, DatabaseConfig config) {
        this.pool = pool;
        this.contexts = contexts;
        this.videos = videos;
        this.feeds = feeds;
        this.checkInterval = config.keepAliveInterval();
    }

    void onStart(@Observes StartupEvent event) {
        tidying = Multi.createFrom().ticks().every(EVICTION_INTERVAL).onOverflow().drop().subscribe()
                .with(tick -> videos.evictUnused());
        listen();
    }

    void onStop(@Observes ShutdownEvent event) {
        stopped = true;
        tidying.cancel();
    }

    /** Returns whether this node has ever listened for changes. */
    boolean hasListened() {
        return listened;
    }

    private void listen() {
        Retries.untilSuccess(contexts.run(this::connect), failure -> !stopped,
                failure -> LOG.warnf("Could not listen for changes, retrying: %s", failure.getMessage()))
                .subscribe().with(this::onConnected, givenUp -> LOG.debug("Stopped listening"));
    }

    private Uni<SqlConnection> connect() {
        return pool.getConnection().chain(connection -> connection.query("listen reelay_video").execute()
                .ifNoItem().after(checkInterval).fail().replaceWith(connection)
                .onFailure().call(connection::close));
    }

    private void onConnected(SqlConnection connection) {
        PgConnection postgres = (PgConnection) connection.getDelegate();
        AtomicBoolean lost = new AtomicBoolean();
        Cancellable check = Multi.createFrom().ticks().every(checkInterval).onOverflow().drop()
                .onItem()
                .transformToUniAndConcatenate(
                        tick -> connection.query("select 1").execute().ifNoItem().after(checkInterval).fail())
                .subscribe().with(alive -> LOG.trace("Still listening"), silent -> lost(connection, lost));
        postgres.notificationHandler(notification -> changed(VideoChange.parse(notification.getPayload())))
                .closeHandler(closed -> {
                    check.cancel();
                    lost(connection, lost);
                });
        listened = true;
        videos.onConnected();
        feeds.refreshAll();
    }

    private void changed(VideoChange change) {
        videos.changed(change.id());
        feeds.changed(change.owner());
    }

    private void lost(SqlConnection connection, AtomicBoolean before) {
        if (before.compareAndSet(false, true) && !stopped) {
            videos.onDisconnected();
            connection.close().subscribe().with(closed -> LOG.trace("Closed"), gone -> LOG.trace("Already closed"));
            LOG.warn("Lost the connection that listens for changes, reconnecting");
            listen();
        }
    }
}
