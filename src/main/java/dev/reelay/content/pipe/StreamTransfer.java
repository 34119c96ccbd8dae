package dev.reelay.content.pipe;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;

/**
 * Pipes a source into a sink under back-pressure: it pauses the source while the write queue of the sink is full. All calls
 * run on one event loop.
 */
final class StreamTransfer {
    /** Reports that the sink failed or closed, and not the source. */
    static final class SinkClosedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SinkClosedException(Throwable cause) {
            super(cause.getMessage(), cause, false, false);
        }
    }

    private final ByteSource source;
    private final WriteStream<Buffer> sink;
    private final Promise<Long> end = Promise.promise();
    private long bytes;
    private boolean moved;

    StreamTransfer(ByteSource source, WriteStream<Buffer> sink) {
        this.source = source;
        this.sink = sink;
    }

    /**
     * Starts the transfer. Leaves the sink open, and cancels the source on a failure.
     *
     * @return the number of bytes, once the sink has accepted all of them; fails with {@link SinkClosedException}, with the
     *         failure of the source, or with a {@link TimeoutException} if no byte moves for {@code idleTimeout}
     */
    Future<Long> start(Vertx vertx, Duration idleTimeout) {
        long idleCheck = vertx.setPeriodic(idleTimeout.toMillis(), timer -> checkMoved());
        sink.exceptionHandler(this::onSinkClosed).drainHandler(this::drained);
        source.exceptionHandler(this::fail).endHandler(ended -> end.tryComplete(bytes)).handler(this::forward);
        source.resume();
        return end.future().onComplete(ended -> vertx.cancelTimer(idleCheck));
    }

    /** Ends the transfer when the sink closes, without waiting for the next write to fail. */
    void onSinkClosed(Throwable cause) {
        fail(new SinkClosedException(cause));
    }

    private void forward(Buffer chunk) {
        moved = true;
        bytes += chunk.length();
        sink.write(chunk).onFailure(this::onSinkClosed).onComplete(written -> Chunks.release(chunk));
        if (sink.writeQueueFull()) {
            source.pause();
        }
    }

    private void drained(Void now) {
        moved = true;
        source.resume();
    }

    private void checkMoved() {
        if (!moved) {
            fail(new TimeoutException("no byte moved"));
        }
        moved = false;
    }

    private void fail(Throwable cause) {
        if (end.tryFail(cause)) {
            source.cancel();
        }
    }
}
