package dev.reelay.api.edge;

import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;

/**
 * Puts a {@link ConnectionGuard} on each connection of this node's listening sockets. Neither Quarkus nor Vert.x calls the
 * application for a new connection, so this class adds a handler to the channels that accept them.
 */
@ApplicationScoped
class Listeners {
    private final VertxInternal vertx;
    private final TimeLimits limits;
    private final OpenConnections connections;
    private final ClientFaults faults;
    private final Set<Channel> listening = ConcurrentHashMap.newKeySet();

    Listeners(Vertx vertx, EdgeConfig config, ClientFaults faults, MeterRegistry metrics) {
        this.vertx = (VertxInternal) vertx;
        this.limits = TimeLimits.of(config);
        this.connections = new OpenConnections(config.connections(), config.connectionsPerClient());
        this.faults = faults;
        Gauge.builder("reelay.api.connections", connections, OpenConnections::count)
                .description("Open connections of clients").register(metrics);
    }

    void onHttp(@ObservesAsync HttpServerStart event) {
        attach();
    }

    void onHttps(@ObservesAsync HttpsServerStart event) {
        attach();
    }

    /** Closes the listening sockets. Connections stay open. */
    void close() {
        listening.forEach(Channel::close);
    }

    private void attach() {
        onEachChannel(vertx.getAcceptorEventLoopGroup(), channel -> {
            if (channel instanceof ServerChannel && listening.add(channel)) {
                channel.pipeline().addFirst(new Acceptor(this::guard, faults));
                attachToAccepted(channel);
            }
        });
    }

    /** Guards the connections that arrived before the handler. */
    private void attachToAccepted(Channel listener) {
        onEachChannel(vertx.getEventLoopGroup(), channel -> {
            if (channel.parent() == listener && channel.pipeline().get(Entrance.class) == null) {
                guard(channel).ifPresentOrElse(guard -> Entrance.attach(channel, guard), channel::close);
            }
        });
    }

    /** Counts a new connection. Returns its guard, or empty if there are too many. */
    private Optional<ConnectionGuard> guard(Channel channel) {
        String holder = "address " + Addresses.of(channel);
        return connections.open(holder) ? Optional.of(new ConnectionGuard(limits, connections, faults, holder))
                : Optional.empty();
    }

    private static void onEachChannel(EventLoopGroup group, Consumer<Channel> action) {
        for (EventExecutor executor : group) {
            executor.execute(() -> {
                Iterator<Channel> channels = ((SingleThreadEventLoop) executor).registeredChannelsIterator();
                channels.forEachRemaining(action);
            });
        }
    }
}
