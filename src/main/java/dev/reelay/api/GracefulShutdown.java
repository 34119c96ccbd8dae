package dev.reelay.api;

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
 * Where connections come in. A server would take them until all that is under way has ended, and then break off whatever
 * came meanwhile; under a steady load that never ends. So the door is closed first: who comes then is refused at once, and
 * goes to another node.
 */
@ApplicationScoped
class GracefulShutdown {
    /** In front of the gate. */
    private static final int PRIORITY = 250;
    /** Which may still be asked by the pipeline, where the upstream is the sandbox in here. */
    private static final int CLOSE_LISTENERS_PRIORITY = 4000;

    private final HttpConfig config;
    private final Vertx vertx;
    /** What is not known has no callers yet. */
    private final Set<Channel> listening = ConcurrentHashMap.newKeySet();

    GracefulShutdown(HttpConfig config, Vertx vertx) {
        this.config = config;
        this.vertx = vertx;
    }

    void register(@Observes Filters filters) {
        filters.register(this::trackListener, PRIORITY);
    }

    /** The program is about to stop, and takes connections for the delay that a proxy needs to learn of it. */
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
