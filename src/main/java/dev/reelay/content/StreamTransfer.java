package dev.reelay.content;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;

/**
 * Bytes on their way. What the sink does not take yet is not read from the source either, so that no more than a write
 * queue of them is ever here. All of it happens on one event loop.
 */
final class StreamTransfer {
    /** The sink takes no more; the source is not to blame. */
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
     * Leaves the sink open.
     *
     * @return how many bytes there were, once all are handed to the sink; fails with {@link SinkClosedException}, with what
     *         ended the
     *         source, or
     *         when nothing moved for that long, and then the source is given up
     */
    Future<Long> start(Vertx vertx, Duration idleTimeout) {
        long idleCheck = vertx.setPeriodic(idleTimeout.toMillis(), timer -> checkMoved());
        sink.exceptionHandler(this::onSinkClosed).drainHandler(this::drained);
        source.exceptionHandler(this::fail).endHandler(ended -> end.tryComplete(bytes)).handler(this::forward);
        source.resume();
        return end.future().onComplete(ended -> vertx.cancelTimer(idleCheck));
    }

    /** The sink is gone before its next write would tell. */
    void onSinkClosed(Throwable cause) {
        fail(new SinkClosedException(cause));
    }

    private void forward(Buffer chunk) {
        moved = true;
        bytes += chunk.length();
        sink.write(chunk).onFailure(this::onSinkClosed);
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
