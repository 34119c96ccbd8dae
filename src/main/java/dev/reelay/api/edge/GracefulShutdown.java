package dev.reelay.api.edge;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.core.Vertx;

/**
 * Closes the listening sockets before the server shuts down. New connections then fail fast, and clients retry on another
 * node. Quarkus alone would accept connections until the running requests end, and then cut the newer ones.
 */
@ApplicationScoped
class GracefulShutdown {
    /** Runs after the pipeline (2500), whose last calls may use the sandbox in this process. */
    private static final int CLOSE_LISTENERS_PRIORITY = 4000;

    private final EdgeConfig config;
    private final Listeners listeners;
    private final Vertx vertx;

    GracefulShutdown(EdgeConfig config, Listeners listeners, Vertx vertx) {
        this.config = config;
        this.listeners = listeners;
        this.vertx = vertx;
    }

    /** Closes the listeners after the shutdown delay, within which load balancers notice that this node is not ready. */
    void onDrain(@Observes @Priority(CLOSE_LISTENERS_PRIORITY) ShutdownDelayInitiatedEvent event) {
        vertx.setTimer(Math.max(1, config.shutdownDelay().toMillis()), now -> listeners.close());
    }
}
