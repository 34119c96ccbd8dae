package dev.reelay.content.pipe;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.Optional;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

/** Writes a body to a client. Breaks the connection on a failure, so that a truncated body never looks complete. */
public final class ClientWriter {
    /** The limit of the write queue of a response. */
    private static final int AHEAD_BYTES = 128 * 1024;

    private final HttpServerRequest caller;
    private Optional<FileTransfer> file = Optional.empty();

    public ClientWriter(HttpServerRequest caller) {
        this.caller = caller;
    }

    public HttpServerResponse response() {
        return caller.response();
    }

    /** Returns the number of sent bytes of the body. The response does not count the sections of a file. */
    public long sent() {
        return Math.max(response().bytesWritten(), file.map(FileTransfer::sent).orElse(0L));
    }

    /**
     * Sends a stream as the body and ends the response.
     *
     * @return succeeds when all bytes are written or the client disconnected; fails, and closes the connection, if the
     *         source fails or no byte moves for {@code idleTimeout}
     */
    public Future<Void> send(ByteSource source, Vertx vertx, Duration idleTimeout) {
        HttpServerResponse response = response();
        StreamTransfer transfer = new StreamTransfer(source, response.setWriteQueueMaxSize(AHEAD_BYTES));
        response.closeHandler(closed -> transfer.onSinkClosed(new IOException("the client disconnected")));
        return transfer.start(vertx, idleTimeout)
                .compose(sent -> response.end())
                .recover(failure -> failure instanceof StreamTransfer.SinkClosedException ? Future.succeededFuture()
                        : broken(failure));
    }

    /**
     * Sends a range of a file as the body and ends the response: by {@code sendfile} over plain HTTP/1.1, otherwise through
     * the heap.
     *
     * @return succeeds when all bytes are written; fails, and closes the connection, if the client disconnects or no byte
     *         moves for {@code idleTimeout}
     */
    public Future<Void> send(FileChannel file, ByteRange span, Vertx vertx, Duration idleTimeout) {
        HttpServerResponse response = response();
        SectionWriter sections = caller.connection() instanceof ConnectionBase connection && isPlain()
                ? new SendfileSectionWriter(file, connection)
                : new BufferedSectionWriter(file, response, vertx);
        response.write(Buffer.buffer()); // writes the head
        FileTransfer transfer = new FileTransfer(sections, span);
        this.file = Optional.of(transfer);
        return transfer.start(vertx, idleTimeout)
                .compose(sent -> response.end())
                .recover(this::broken);
    }

    private Future<Void> broken(Throwable cause) {
        breakOff(caller);
        return Future.failedFuture(cause);
    }

    /**
     * Breaks the connection. A reset waits until the pending bytes are written, which a stalled client prevents, so the
     * channel of HTTP/1.1 is closed as well. Must be called on the event loop of the request.
     */
    public static void breakOff(HttpServerRequest caller) {
        caller.response().reset();
        if (!isMultiplexed(caller) && caller.connection() instanceof ConnectionBase connection) {
            connection.channelHandlerContext().close();
        }
    }

    private boolean isPlain() {
        return !isMultiplexed(caller) && !caller.isSSL();
    }

    private static boolean isMultiplexed(HttpServerRequest caller) {
        return caller.version() == HttpVersion.HTTP_2;
    }
}
