package dev.reelay.content;

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

/** The last part of the way: to a caller who may leave, and who must not take half a file for a whole one. */
final class ClientWriter {
    /** What a caller takes is written ahead by this much. */
    private static final int AHEAD_BYTES = 128 * 1024;

    private final HttpServerRequest caller;
    private Optional<FileTransfer> file = Optional.empty();

    ClientWriter(HttpServerRequest caller) {
        this.caller = caller;
    }

    HttpServerResponse response() {
        return caller.response();
    }

    /** How many bytes of the body have left. What a file's sections bring to the socket passes by the answer. */
    long sent() {
        return Math.max(response().bytesWritten(), file.map(FileTransfer::sent).orElse(0L));
    }

    /** @return succeeds when the caller has it all or left; fails when no more came for it, and breaks its connection */
    Future<Void> send(ByteSource source, Vertx vertx, Duration idleTimeout) {
        HttpServerResponse response = response();
        StreamTransfer transfer = new StreamTransfer(source, response.setWriteQueueMaxSize(AHEAD_BYTES));
        response.closeHandler(closed -> transfer.onSinkClosed(new IOException("the caller left")));
        return transfer.start(vertx, idleTimeout)
                .compose(sent -> response.end())
                .recover(failure -> failure instanceof StreamTransfer.SinkClosedException ? Future.succeededFuture()
                        : broken(failure));
    }

    /** @return succeeds when the caller has it all; fails when it left or took nothing for that long */
    Future<Void> send(FileChannel file, ByteRange span, Vertx vertx, Duration idleTimeout) {
        HttpServerResponse response = response();
        SectionWriter sections = caller.connection() instanceof ConnectionBase connection && isPlain()
                ? new SendfileSectionWriter(file, connection)
                : new BufferedSectionWriter(file, response, vertx);
        response.write(Buffer.buffer()); // the head
        FileTransfer transfer = new FileTransfer(sections, span);
        this.file = Optional.of(transfer);
        return transfer.start(vertx, idleTimeout)
                .compose(sent -> response.end())
                .recover(this::broken);
    }

    /** A reset of the answer waits until the caller took what is under way, which it may never do. */
    private Future<Void> broken(Throwable cause) {
        response().reset();
        if (!isMultiplexed() && caller.connection() instanceof ConnectionBase connection) {
            connection.channelHandlerContext().close();
        }
        return Future.failedFuture(cause);
    }

    private boolean isPlain() {
        return !isMultiplexed() && !caller.isSSL();
    }

    private boolean isMultiplexed() {
        return caller.version() == HttpVersion.HTTP_2;
    }
}
