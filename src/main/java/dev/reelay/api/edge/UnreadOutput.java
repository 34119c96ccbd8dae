package dev.reelay.api.edge;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/** The output of a connection that its client has not read yet. All methods run on the event loop of the connection. */
final class UnreadOutput {
    private long pending;
    private long progress;
    private long since;

    /**
     * Returns the time in nanoseconds that is left for the client to read a byte, 0 or less if it is over.
     *
     * @param now {@link System#nanoTime}
     * @param limit the longest time without progress, in nanoseconds
     * @return {@link Long#MAX_VALUE} if there is nothing to read
     */
    long timeLeft(Channel channel, long now, long limit) {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        long pendingNow = buffer == null ? 0 : buffer.totalPendingWriteBytes();
        long progressNow = buffer == null ? 0 : buffer.currentProgress();
        if (pendingNow == 0) {
            pending = 0;
            return Long.MAX_VALUE;
        }
        if (pendingNow != pending || progressNow != progress) {
            pending = pendingNow;
            progress = progressNow;
            since = now;
        }
        return since + limit - now;
    }
}
