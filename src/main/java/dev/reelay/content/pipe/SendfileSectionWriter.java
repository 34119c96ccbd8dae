package dev.reelay.content.pipe;

import java.nio.channels.FileChannel;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.DefaultFileRegion;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Writes a file to a socket by {@code sendfile}, without the heap. Unlike Vert.x's {@code sendFile} it reports its progress,
 * and yields the event loop after each section.
 */
final class SendfileSectionWriter implements SectionWriter {
    /** The default of nginx ({@code sendfile_max_chunk}). A section takes about 0.5 ms of an event loop. */
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

    /** A region that leaves the file open for the next section. */
    private static final class Section extends DefaultFileRegion {
        Section(FileChannel file, ByteRange span) {
            super(file, span.first(), span.length());
        }

        @Override
        protected void deallocate() {
            // the opener of the file closes it
        }
    }
}
