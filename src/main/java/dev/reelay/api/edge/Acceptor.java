package dev.reelay.api.edge;

import java.util.Optional;
import java.util.function.Function;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Prepares each connection that a listening socket accepts, or closes it. */
final class Acceptor extends ChannelInboundHandlerAdapter {
    /** Smallest, first and largest number of bytes of one read. */
    private static final int[] READ = { 64, 2048, 16 * 1024 };

    private final Function<Channel, Optional<ConnectionGuard>> guards;
    private final ClientFaults faults;

    Acceptor(Function<Channel, Optional<ConnectionGuard>> guards, ClientFaults faults) {
        this.guards = guards;
        this.faults = faults;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        Channel connection = (Channel) message;
        Optional<ConnectionGuard> guard = guards.apply(connection);
        if (guard.isEmpty()) {
            faults.count(ClientFault.CONNECTION, Addresses.of(connection), "the connection is closed");
            connection.unsafe().closeForcibly();
            return;
        }
        // A client can fill one read with requests. The guard stops the next read, so one read has to be small.
        connection.config().setRecvByteBufAllocator(
                new AdaptiveRecvByteBufAllocator(READ[0], READ[1], READ[2]).maxMessagesPerRead(1));
        connection.pipeline().addFirst(new Entrance(guard.get()));
        ctx.fireChannelRead(message);
    }
}
