package dev.reelay.content;

import java.nio.channels.FileChannel;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.DefaultFileRegion;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * From the disk to the socket by {@code sendfile}, past the heap. As the answer's own {@code sendFile}, but for what that
 * does not do: it tells how far it came, and lets others have their turn on the event loop after each section.
 */
final class SendfileSectionWriter implements SectionWriter {
    /** As nginx: half a millisecond of an event loop. */
    private static final int BYTES = 2 * 1024 * 1024;

    private final FileChannel file;
    private final ConnectionBase connection;
    private DefaultFileRegion section;

    SendfileSectionWriter(FileChannel file, ConnectionBase connection) {
        this.file = file;
        this.connection = connection;
        this.section = new Section(file, new ByteRange(0, 0));
    }

    @Override
    public int size() {
        return BYTES;
    }

    @Override
    public Future<Void> send(ByteRange span) {
        Promise<Void> sent = Promise.promise();
        ChannelHandlerContext socket = connection.channelHandlerContext();
        ChannelFutureListener nextTurn = written -> socket.executor().execute(() -> {
            if (written.isSuccess()) {
                sent.complete();
            } else {
                sent.fail(written.cause());
            }
        });
        section = new Section(file, span);
        connection.writeToChannel(section, socket.newPromise().addListener(nextTurn));
        return sent.future();
    }

    @Override
    public long bytesSent() {
        return section.transferred();
    }

    /** Does not close the file, of which more is to be sent. */
    private static final class Section extends DefaultFileRegion {
        Section(FileChannel file, ByteRange span) {
            super(file, span.first(), span.length());
        }

        @Override
        protected void deallocate() {
            // the file is whose who opened it
        }
    }
}
