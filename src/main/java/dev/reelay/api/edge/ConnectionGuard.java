package dev.reelay.api.edge;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Holds one HTTP/1.1 connection to its {@link TimeLimits}, and stops reading while the client does not read its responses.
 * Stands between the HTTP codec and Vert.x. All methods run on the event loop of the connection.
 *
 * <p>
 * A connection is in one of four states. A client that sends requests ahead of their responses does not change this, because
 * only the newest request can be incomplete.
 *
 * <pre>
 * a head is due      nothing or a part of it has arrived      ends after head
 * a body is due      the server waits for its next bytes      ends after body
 * a response is due  the application works on it              ends after unread, if the client takes no byte of it
 * idle               all responses are complete               ends after idle, or after head from the next byte on
 * </pre>
 */
public final class ConnectionGuard extends ChannelDuplexHandler {
    /** Requests that one client may send ahead of their responses; further ones stay in the socket. */
    private static final int PIPELINED = 16;
    /** Causes of a failure that are looked at. */
    private static final int CAUSES = 10;
    private static final long NEVER = Long.MAX_VALUE;
    /** Set if this server closed the connection before its client did. The pipeline of a closed channel has no handlers. */
    private static final AttributeKey<Boolean> CLOSED_BY_SERVER = AttributeKey.valueOf(ConnectionGuard.class,
            "closedByServer");

    private final TimeLimits limits;
    private final OpenConnections connections;
    private final ClientFaults faults;
    private final boolean crowded;
    private String holder;
    private boolean admitted;

    /** True from the first request with a body in chunks on; see {@link #channelRead}. */
    private boolean last;
    private boolean receiving;
    private @Nullable Throwable malformed;
    private int unanswered;
    private boolean decoded;
    private boolean headBegan = true;
    private long headSince = System.nanoTime();
    private long idleSince;
    /** Time of the last call of {@link #read}: of the last byte, or of the end of a pause. */
    private long wantedSince;
    private boolean held;
    /** True if the connection closes after the next response, which says so. */
    private boolean closing;
    /** True if the connection has had its last response, and closes as soon as the request has arrived as a whole. */
    private boolean closesWithBody;

    private final UnreadOutput output = new UnreadOutput();
    private @Nullable Future<?> nextCheck;

    ConnectionGuard(TimeLimits limits, OpenConnections connections, ClientFaults faults, String holder) {
        this.crowded = connections.isCrowded();
        this.closing = crowded;
        this.limits = crowded ? limits.crowded() : limits;
        this.connections = connections;
        this.faults = faults;
        this.holder = holder;
    }

    /** Returns the guard of the request's connection; empty for a protocol that has none. */
    public static Optional<ConnectionGuard> of(HttpServerRequest request) {
        return request.connection() instanceof ConnectionBase connection
                ? Optional.ofNullable(connection.channel().pipeline().get(ConnectionGuard.class))
                : Optional.empty();
    }

    /**
     * Returns true if this node had few connections left when this one opened, and no valid key came over it since. Such a
     * connection closes after its first response.
     */
    public boolean isCrowded() {
        return crowded && !admitted;
    }

    /**
     * Makes an owner the holder of this connection, unless an owner holds it already.
     *
     * @return false if that owner has too many connections; this one then closes after its response
     */
    public boolean admit(String owner) {
        if (!admitted) {
            String next = "owner " + owner;
            admitted = connections.move(holder, next);
            if (admitted) {
                holder = next;
            }
            closing = last || !admitted;
        }
        return admitted;
    }

    /** Returns true if the request failed because of its client: the client sent no valid HTTP, or closed the connection. */
    public static boolean isFaultOfClient(Throwable failure, HttpServerRequest request) {
        Optional<Throwable> malformed = of(request).flatMap(guard -> Optional.ofNullable(guard.malformed));
        boolean closed = request.connection() instanceof ConnectionBase connection && !connection.channel().isActive()
                && !connection.channel().hasAttr(CLOSED_BY_SERVER);
        return Stream.iterate(failure, each -> each != null, Throwable::getCause).limit(CAUSES)
                .anyMatch(each -> malformed.filter(cause -> cause == each).isPresent()
                        || closed && (each instanceof IOException || each instanceof VertxException));
    }

    /** Removes this connection from the counts. */
    void release() {
        connections.close(holder);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        headSince = System.nanoTime();
        checkIn(ctx, limits.shortest());
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (nextCheck != null) {
            nextCheck.cancel(false);
        }
    }

    /**
     * Notes what arrives. A request with a body in chunks is the last one of its connection, because bytes behind it may be
     * meant as a part of it: the decoder removes the length of a request that has both (RFC 9112, section 6.3).
     */
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        decoded = true;
        if (last && !receiving) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpRequest request) {
            RequestFraming.check(request);
            headBegan = false;
            receiving = true;
            unanswered++;
            last = request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING) || request.decoderResult().isFailure();
            closing |= last;
        }
        if (message instanceof LastHttpContent) {
            receiving = false;
        }
        if (message instanceof HttpObject part && part.decoderResult().isFailure()) {
            malformed = part.decoderResult().cause();
            report(ctx, ClientFault.MALFORMED);
        }
        ctx.fireChannelRead(message);
        if (closesWithBody && !receiving) {
            ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> ctx.close());
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (!decoded && !receiving && !headBegan) {
            headBegan = true;
            headSince = System.nanoTime();
        }
        decoded = false;
        ctx.fireChannelReadComplete();
    }

    /**
     * Requests the next bytes, or stops automatic reading until {@link #mayRead}. Vert.x stops it as well, for bodies, but not
     * at the same time: its stop keeps this method from being called, and this one keeps bodies from arriving.
     */
    @Override
    public void read(ChannelHandlerContext ctx) {
        if (mayRead(ctx.channel())) {
            wantedSince = System.nanoTime();
            ctx.read();
        } else {
            held = true;
            ctx.channel().config().setAutoRead(false);
        }
    }

    /** Notes that the server closes the connection, such as after a failure of the upstream in the middle of a response. */
    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        if (ctx.channel().isActive()) {
            ctx.channel().attr(CLOSED_BY_SERVER).set(true);
        }
        ctx.close(promise);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        ctx.fireChannelWritabilityChanged();
        releaseRead(ctx);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        boolean interim = isInterim(message);
        if (closing && !interim && message instanceof HttpResponse response) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        if (interim || !(message instanceof LastHttpContent)) {
            ctx.write(message, promise);
            return;
        }
        onResponseEnd();
        // Many clients read the response only after they sent the whole body, so a close before that would lose it.
        closesWithBody = closing && receiving && unanswered == 0 && malformed == null;
        // Not by Channel.close, which passes Vert.x: it would write once more, and so come here again.
        ctx.write(message, closing && !closesWithBody ? promise.unvoid().addListener(written -> ctx.close()) : promise);
        releaseRead(ctx);
    }

    private void onResponseEnd() {
        if (unanswered == 0) {
            headBegan = false; // the request arrived before this handler
        } else {
            unanswered--;
        }
        idleSince = System.nanoTime();
        headSince = idleSince;
    }

    /** A part of the next response, such as 100 Continue, is no response. */
    private static boolean isInterim(Object message) {
        return message instanceof HttpResponse response && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    /**
     * Returns false if more requests would only fill the memory: many are without a response, or the client does not read the
     * responses.
     */
    private boolean mayRead(Channel channel) {
        return receiving || unanswered < PIPELINED && (unanswered > 0 || channel.isWritable());
    }

    private void releaseRead(ChannelHandlerContext ctx) {
        if (held && mayRead(ctx.channel())) {
            held = false;
            ctx.channel().config().setAutoRead(true);
        }
    }

    private void checkIn(ChannelHandlerContext ctx, long nanos) {
        nextCheck = ctx.executor().schedule(() -> check(ctx), nanos, TimeUnit.NANOSECONDS);
    }

    private void check(ChannelHandlerContext ctx) {
        long now = System.nanoTime();
        long left = Math.min(untilRequest(ctx.channel(), now), output.timeLeft(ctx.channel(), now, limits.unread()));
        if (left > 0) {
            checkIn(ctx, Math.min(left, limits.shortest()));
        } else {
            end(ctx, now);
        }
    }

    private void end(ChannelHandlerContext ctx, long now) {
        if (output.timeLeft(ctx.channel(), now, limits.unread()) <= 0) {
            report(ctx, ClientFault.UNREAD);
        } else if (receiving) {
            report(ctx, ClientFault.SLOW_BODY);
        } else if (headBegan) {
            report(ctx, ClientFault.SLOW_HEAD);
        }
        ctx.close();
    }

    /** Returns the time that is left for the next bytes of the client, 0 or less if it is over. */
    private long untilRequest(Channel channel, long now) {
        if (receiving && unanswered == 0) {
            return idleSince + limits.body() - now; // the rest of a body that has its response already
        }
        if (receiving) {
            return channel.config().isAutoRead() ? wantedSince + limits.body() - now : NEVER;
        }
        if (unanswered > 0) {
            return NEVER;
        }
        return headBegan ? headSince + limits.head() - now : idleSince + limits.idle() - now;
    }

    private void report(ChannelHandlerContext ctx, ClientFault fault) {
        faults.count(fault, Addresses.of(ctx.channel()), "the connection is closed");
    }
}
