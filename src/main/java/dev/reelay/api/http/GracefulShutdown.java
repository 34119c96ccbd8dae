package dev.reelay.api.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.netty.channel.Channel;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;

/**
 * Closes the listening sockets before the server shuts down. New connections then fail fast, and clients retry on another
 * node. Quarkus alone would accept connections until the running requests end, and then cut the newer ones.
 */
@ApplicationScoped
class GracefulShutdown {
    /** Runs after the pipeline (2500), whose last calls may use the sandbox in this process. */
    private static final int CLOSE_LISTENERS_PRIORITY = 4000;

    private final HttpConfig config;
    private final Vertx vertx;
    /** Server channels of the requests so far. A listener without a request is not in the set. */
    private final Set<Channel> listening = ConcurrentHashMap.newKeySet();

    GracefulShutdown(HttpConfig config, Vertx vertx) {
        this.config = config;
        this.vertx = vertx;
    }

    void register(@Observes Filters filters) {
        filters.register(this::trackListener, FilterOrder.CONNECTION);
    }

    /** Closes the listeners after the shutdown delay, within which load balancers notice that this node is not ready. */
    void onDrain(@Observes @Priority(CLOSE_LISTENERS_PRIORITY) ShutdownDelayInitiatedEvent event) {
        vertx.setTimer(Math.max(1, config.shutdownDelay().toMillis()), now -> listening.forEach(Channel::close));
    }

    private void trackListener(RoutingContext request) {
        if (request.request().connection() instanceof ConnectionBase connection && connection.channel().parent() != null) {
            listening.add(connection.channel().parent());
        }
        request.next();
    }
}
