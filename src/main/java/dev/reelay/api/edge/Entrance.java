package dev.reelay.api.edge;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;

/**
 * Stands first in the pipeline of a connection and puts its {@link ConnectionGuard} in place once Vert.x has set up HTTP: when
 * the connection becomes active, or when its TLS handshake has ended.
 */
final class Entrance extends ChannelInboundHandlerAdapter {
    /** Names of handlers in the pipelines of Vert.x. */
    private static final String CODEC = "httpDecoder";
    private static final String HANDLER = "handler";

    private final ConnectionGuard guard;

    Entrance(ConnectionGuard guard) {
        this.guard = guard;
    }

    /** Guards a connection that is active already. */
    static void attach(Channel channel, ConnectionGuard guard) {
        Entrance entrance = new Entrance(guard);
        channel.pipeline().addFirst(entrance);
        entrance.prepare(channel.pipeline());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        ctx.channel().closeFuture().addListener(closed -> guard.release());
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        prepare(ctx.pipeline());
        ctx.fireChannelActive();
    }

    private void prepare(ChannelPipeline pipeline) {
        SslHandler tls = pipeline.get(SslHandler.class);
        if (tls == null) {
            install(pipeline);
        } else {
            tls.handshakeFuture().addListener(ended -> {
                if (ended.isSuccess()) {
                    pipeline.addLast(new Decrypted());
                }
            });
        }
    }

    private void install(ChannelPipeline pipeline) {
        if (pipeline.get(CODEC) != null && pipeline.get(HANDLER) != null && pipeline.get(ConnectionGuard.class) == null) {
            pipeline.addBefore(HANDLER, null, guard);
        }
    }

    /** Stands behind TLS until the first bytes, or the next turn of the event loop: Vert.x has then added its handlers. */
    private final class Decrypted extends ChannelInboundHandlerAdapter {
        @Override
        public void handlerAdded(ChannelHandlerContext ctx) {
            ctx.executor().execute(() -> replace(ctx));
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            install(ctx.pipeline());
            ctx.fireChannelRead(message);
        }

        private void replace(ChannelHandlerContext ctx) {
            install(ctx.pipeline());
            if (!ctx.isRemoved()) {
                ctx.pipeline().remove(this);
            }
        }
    }
}
