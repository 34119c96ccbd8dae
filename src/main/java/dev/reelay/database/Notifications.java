package dev.reelay.database;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

import org.jboss.logging.Logger;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgNotification;

import dev.reelay.async.PeriodicTask;
import dev.reelay.async.VertxContexts;

/**
 * Receives PostgreSQL's notifications on any number of channels, over one dedicated connection of this node. A periodic query
 * finds a silently broken connection. After a lost connection it reconnects.
 */
@ApplicationScoped
public class Notifications {
    private static final Logger LOG = Logger.getLogger(Notifications.class);

    private final Pool pool;
    private final VertxContexts contexts;
    private final DatabaseConfig config;
    private final Map<String, List<Listener>> listeners = new ConcurrentHashMap<>();
    private volatile boolean started;
    private volatile boolean stopped;
    private volatile Runnable keepAliveEnd = () -> {
    };

    Notifications(Pool pool, VertxContexts contexts, DatabaseConfig config) {
        this.pool = pool;
        this.contexts = contexts;
        this.config = config;
    }

    /** A subscriber of one channel. Its methods run on an event loop and must not block. */
    public interface Listener {
        /** Called with the text of a notification, in the order of the commits; the text is empty if the sender gave none. */
        void onNotification(String payload);

        /** Called after each connect. Notifications may have been lost before it, so anything may have changed. */
        void onConnected();

        /** Called when the connection is lost. No notifications arrive until the next {@link #onConnected}. */
        default void onDisconnected() {
        }
    }

    /**
     * Subscribes to a channel for the life of the program. Call it while the program starts, from an observer of
     * {@link StartupEvent} with the default priority, because the connection then listens on all channels at once.
     *
     * @param channel lower-case letters and underscores
     * @throws IllegalStateException if the node already listens
     * @throws IllegalArgumentException if the channel has other characters
     */
    public void subscribe(String channel, Listener listener) {
        if (started) {
            throw new IllegalStateException("The channel %s comes too late: this node already listens".formatted(channel));
        }
        if (!channel.matches("[a-z_]+")) {
            throw new IllegalArgumentException("Not a channel: " + channel);
        }
        listeners.computeIfAbsent(channel, name -> new CopyOnWriteArrayList<>()).add(listener);
    }

    /** Starts after the observers that subscribe. */
    void onStart(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) StartupEvent event) {
        start();
    }

    void onStop(@Observes ShutdownEvent event) {
        stop();
    }

    void start() {
        started = true;
        if (!listeners.isEmpty()) {
            connect();
        }
    }

    void stop() {
        stopped = true;
        keepAliveEnd.run();
    }

    private void connect() {
        Retries.untilSuccess(contexts.run(this::listen), failure -> !stopped,
                failure -> LOG.warnf("Could not listen for notifications, retrying: %s", failure.getMessage()))
                .subscribe().with(this::onConnected, givenUp -> LOG.debug("Stopped listening for notifications"));
    }

    private Uni<SqlConnection> listen() {
        String statements = listeners.keySet().stream().map("listen "::concat).collect(Collectors.joining(";"));
        return pool.getConnection().chain(connection -> connection.query(statements).execute()
                .ifNoItem().after(config.keepAliveInterval()).fail().replaceWith(connection)
                .onFailure().call(connection::close));
    }

    private void onConnected(SqlConnection connection) {
        AtomicBoolean lost = new AtomicBoolean();
        PeriodicTask keepAlive = new PeriodicTask("Check of the notifications", config.keepAliveInterval(),
                () -> isAlive(connection).invoke(alive -> {
                    if (!alive) {
                        onLost(connection, lost);
                    }
                }).replaceWithVoid());
        keepAliveEnd = keepAlive::cancel;
        ((PgConnection) connection.getDelegate()).notificationHandler(this::onNotification)
                .closeHandler(closed -> {
                    keepAlive.cancel();
                    onLost(connection, lost);
                });
        keepAlive.startAfter(config.keepAliveInterval());
        listeners.values().forEach(each -> call(each, Listener::onConnected));
    }

    private Uni<Boolean> isAlive(SqlConnection connection) {
        return connection.query("select 1").execute().replaceWith(true)
                .ifNoItem().after(config.keepAliveInterval()).recoverWithItem(false)
                .onFailure().recoverWithItem(false);
    }

    private void onNotification(PgNotification notification) {
        call(listeners.getOrDefault(notification.getChannel(), List.of()),
                listener -> listener.onNotification(notification.getPayload()));
    }

    private void onLost(SqlConnection connection, AtomicBoolean before) {
        if (before.compareAndSet(false, true) && !stopped) {
            keepAliveEnd.run();
            listeners.values().forEach(each -> call(each, Listener::onDisconnected));
            connection.close().subscribe().with(closed -> LOG.trace("Closed"), gone -> LOG.trace("Already closed"));
            LOG.warn("Lost the connection for notifications, reconnecting");
            connect();
        }
    }

    /** Calls each listener; an exception of one must not keep the notification from the others. */
    private static void call(List<Listener> listeners, Consumer<Listener> event) {
        for (Listener listener : listeners) {
            try {
                event.accept(listener);
            } catch (RuntimeException e) {
                LOG.error("A listener of notifications failed", e);
            }
        }
    }
}
