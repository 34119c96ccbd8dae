package dev.reelay.upstream;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Takes the bodies of the responses of one HTTP/1.1 connection, each as a {@link PooledBody}. Vert.x gets the heads and the
 * ends, and goes on to manage the connection.
 */
final class PooledBodies extends ChannelInboundHandlerAdapter {
    /**
     * The maximum size of a chunk in bytes. With 64 KB a download takes a quarter more processor time. A stalled download keeps
     * one chunk, because that fills the write queue of its client.
     */
    static final int CHUNK_BYTES = 256 * 1024;

    private static final int MIN_READ_BYTES = 1024;
    private static final int FIRST_READ_BYTES = 64 * 1024;

    private @Nullable PooledBody body;

    /** Prepares a connection before its first request. */
    static void install(HttpConnection connection) {
        ChannelHandlerContext vertx = context(connection);
        vertx.channel().config().setRecvByteBufAllocator(
                new AdaptiveRecvByteBufAllocator(MIN_READ_BYTES, FIRST_READ_BYTES, CHUNK_BYTES));
        vertx.pipeline().addBefore(vertx.name(), PooledBodies.class.getName(), new PooledBodies());
    }

    /** Returns the body of a response whose head has just arrived, on its event loop. */
    static PooledBody of(HttpClientResponse response) {
        PooledBodies bodies = context(response.request().connection()).pipeline().get(PooledBodies.class);
        return requireNonNull(bodies.body, "no response").of(response);
    }

    private static ChannelHandlerContext context(HttpConnection connection) {
        return ((ConnectionBase) connection).channelHandlerContext();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpResponse) {
            body = new PooledBody(ctx.channel());
        }
        if (body == null || !(message instanceof HttpContent content) || isBroken(content)) {
            ctx.fireChannelRead(message);
            return;
        }
        body.add(content.content());
        if (content instanceof LastHttpContent) {
            ctx.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
            body.end();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (body != null) {
            body.releaseUnlessTaken();
        }
        ctx.fireChannelInactive();
    }

    /** Vert.x fails a response that cannot be parsed. */
    private static boolean isBroken(HttpObject object) {
        return object.decoderResult().isFailure();
    }
}
