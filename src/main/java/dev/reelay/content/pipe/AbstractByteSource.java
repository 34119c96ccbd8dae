package dev.reelay.content.pipe;

import org.jspecify.annotations.Nullable;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;

/**
 * The state that all byte sources have: the handlers, whether the reader paused the stream, and whether it is over. It calls
 * either the end handler or the exception handler, once, and none of them after {@link #cancel}. All calls belong on one
 * event loop.
 */
abstract class AbstractByteSource implements ByteSource {
    private static final Handler<Object> IGNORE = event -> {
    };

    private Handler<? super Buffer> handler = Chunks::release;
    private Handler<? super Void> endHandler = IGNORE;
    private Handler<? super Throwable> exceptionHandler = IGNORE;
    private boolean paused = true;
    private boolean done;

    final boolean isPaused() {
        return paused;
    }

    final boolean isDone() {
        return done;
    }

    final void deliver(Buffer chunk) {
        handler.handle(chunk);
    }

    final void complete() {
        if (!done) {
            done = true;
            endHandler.handle(null);
        }
    }

    final void fail(Throwable cause) {
        if (!done) {
            done = true;
            exceptionHandler.handle(cause);
        }
    }

    @Override
    public void cancel() {
        done = true;
    }

    @Override
    public ByteSource pause() {
        paused = true;
        return this;
    }

    @Override
    public ByteSource resume() {
        paused = false;
        return this;
    }

    @Override
    public final ByteSource handler(@Nullable Handler<Buffer> chunks) {
        handler = chunks == null ? Chunks::release : chunks;
        return this;
    }

    @Override
    public final ByteSource endHandler(@Nullable Handler<Void> ended) {
        endHandler = ended == null ? IGNORE : ended;
        return this;
    }

    @Override
    public final ByteSource exceptionHandler(@Nullable Handler<Throwable> failed) {
        exceptionHandler = failed == null ? IGNORE : failed;
        return this;
    }
}
