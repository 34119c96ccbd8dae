package dev.reelay.testing;

import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.NetSocketInternal;

/**
 * A TCP proxy on loopback with the faults of a network, for any protocol. Faults hold for open and for new connections, can
 * be combined, and hold until {@link #lift()}. A method returns when its fault is in force. The order of bytes is kept
 * always, and no byte within a connection is lost; a sender waits while the receiver does.
 */
public final class FaultProxy implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";

    /** The way of bytes through a connection. */
    public enum Direction {
        /** From the one who connected. */
        TO_SERVER,
        /** To the one who connected. */
        TO_CLIENT
    }

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Context loop = vertx.getOrCreateContext();
    private final NetClient client = vertx.createNetClient();
    private final Set<Link> links = new HashSet<>();
    /** Callers for which the proxy still connects to the server. */
    private final Set<NetSocket> opening = new HashSet<>();
    private final Faults faults;
    private final NetServer server;
    private SocketAddress target;

    private FaultProxy(SocketAddress target, Random random) {
        this.target = target;
        this.faults = new Faults(random);
        this.server = vertx.createNetServer().connectHandler(this::accept).listen(0, LOOPBACK)
                .toCompletionStage().toCompletableFuture().join();
    }

    /** Starts a proxy before a server, without faults. */
    public static FaultProxy to(String host, int port) {
        return to(host, port, new Random(1));
    }

    /** @param random decides on the jitter */
    public static FaultProxy to(String host, int port, Random random) {
        return new FaultProxy(SocketAddress.inetSocketAddress(port, host), random);
    }

    /** Returns the port on 127.0.0.1. */
    public int port() {
        return server.actualPort();
    }

    /** Returns the number of open connections. */
    public int connections() {
        return onLoop(links::size);
    }

    /** Connects new connections to another server; open ones stay. */
    public void redirect(String host, int port) {
        onLoop(() -> target = SocketAddress.inetSocketAddress(port, host));
    }

    /** All bytes, in both directions, arrive that much later. */
    public void delay(Duration each) {
        delay(each, Duration.ZERO);
    }

    /** @param jitter a random part of it is added to each delay */
    public void delay(Duration each, Duration jitter) {
        onLoop(() -> faults.delay(each, jitter));
    }

    /** Limits each direction of each connection. */
    public void bandwidth(long bytesPerSecond) {
        onLoop(() -> faults.bandwidth(bytesPerSecond));
    }

    /** Closes all open connections, once. New ones are accepted. */
    public void cut() {
        onLoop(() -> {
            opening.clear();
            List.copyOf(links).forEach(Link::close);
        });
    }

    /** Closes all open connections, and resets each new one. */
    public void refuse() {
        onLoop(faults::refuse);
        cut();
    }

    /** Bytes in this direction wait, also the end of the connection, and the other direction works. */
    public void halfOpen(Direction stopped) {
        onLoop(() -> faults.stop(EnumSet.of(stopped)));
    }

    /** Connections open and stay open, and all bytes wait. */
    public void silence() {
        onLoop(() -> faults.stop(EnumSet.allOf(Direction.class)));
    }

    /**
     * Open connections, and new ones until {@link #lift()}, stay silent for ever, as if a firewall had forgotten them.
     * {@link #lift()} does not revive them.
     */
    public void forget() {
        onLoop(() -> {
            faults.forget();
            links.forEach(Link::forget);
        });
    }

    /**
     * Resets the first connection through which this number of bytes goes from now on, after exactly this number, usually
     * in the middle of a frame. It happens once.
     */
    public void resetAfter(Direction direction, long bytes) {
        onLoop(() -> {
            links.forEach(link -> link.lane(direction).countFromNow());
            faults.reset(direction, bytes);
        });
    }

    /** Returns whether a reset is still to come. */
    public boolean awaitsReset(Direction direction) {
        return onLoop(() -> faults.bytesUntilReset(direction) < Long.MAX_VALUE);
    }

    /** Ends all faults; bytes that waited arrive. */
    public void lift() {
        onLoop(() -> {
            faults.lift();
            List.copyOf(links).forEach(Link::flow);
        });
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void onLoop(Runnable action) {
        onLoop(() -> {
            action.run();
            return true;
        });
    }

    private <T> T onLoop(Supplier<T> action) {
        CompletableFuture<T> done = new CompletableFuture<>();
        loop.runOnContext(now -> {
            try {
                done.complete(action.get());
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return done.join();
    }

    private void accept(NetSocket caller) {
        if (faults.refuses()) {
            reset(caller);
        } else if (!faults.forgets()) {
            caller.pause();
            opening.add(caller);
            client.connect(target).onComplete(connected -> {
                boolean wanted = opening.remove(caller);
                if (connected.failed()) {
                    reset(caller);
                } else if (wanted) {
                    join(caller, connected.result());
                } else {
                    caller.close();
                    connected.result().close();
                }
            });
        }
    }

    private void join(NetSocket caller, NetSocket answerer) {
        Link link = new Link(caller, answerer);
        links.add(link);
        if (faults.forgets()) {
            link.forget();
        }
        caller.resume();
    }

    private static void reset(NetSocket socket) {
        Channel channel = ((NetSocketInternal) socket).channelHandlerContext().channel();
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.close();
    }

    /** One connection through the proxy. */
    private final class Link {
        private final NetSocket caller;
        private final NetSocket answerer;
        private final FaultLane toServer;
        private final FaultLane toClient;
        private int left;
        private boolean forgotten;

        Link(NetSocket caller, NetSocket answerer) {
            this.caller = caller;
            this.answerer = answerer;
            toServer = new FaultLane(vertx, faults, Direction.TO_SERVER, caller, answerer, this::reset);
            toClient = new FaultLane(vertx, faults, Direction.TO_CLIENT, answerer, caller, this::reset);
            caller.closeHandler(closed -> left());
            answerer.closeHandler(closed -> left());
        }

        FaultLane lane(Direction direction) {
            return direction == Direction.TO_SERVER ? toServer : toClient;
        }

        void flow() {
            toServer.flow();
            toClient.flow();
        }

        void forget() {
            forgotten = true;
            toServer.forget();
            toClient.forget();
        }

        void close() {
            caller.close();
            answerer.close();
            links.remove(this);
        }

        private void reset() {
            FaultProxy.reset(caller);
            FaultProxy.reset(answerer);
            links.remove(this);
        }

        /** The server of a forgotten connection is no longer of interest when its client is gone. */
        private void left() {
            left++;
            if (forgotten) {
                close();
            } else if (left == 2) {
                links.remove(this);
            }
        }
    }
}
