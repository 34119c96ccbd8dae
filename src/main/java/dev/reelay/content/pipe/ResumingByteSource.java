package dev.reelay.content.pipe;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongFunction;

import org.jspecify.annotations.Nullable;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;

import dev.reelay.error.ReelayException;

/**
 * Streams a range of a content from an upstream or a store. It drops bytes outside the range. If the connection breaks, it
 * requests the rest, provided that the source accepts ranges; otherwise the stream fails, so that a truncated content never
 * looks complete.
 */
public final class ResumingByteSource implements ByteSource {
    /** The maximum number of consecutive resumptions without a received byte. */
    private static final int RESUMPTIONS = 3;
    private static final Duration FIRST_DELAY = Duration.ofMillis(200);

    private final LongFunction<Future<ContentPart>> reopen;
    private final Vertx vertx;
    private final Optional<Long> end;
    private ContentPart part;
    private long position;
    private long wanted;
    private int failures;
    private boolean paused = true;
    private boolean broken;
    private boolean done;
    private Handler<Buffer> handler = unread -> {
    };
    private Handler<Void> endHandler = unheard -> {
    };
    private Handler<Throwable> exceptionHandler = unheard -> {
    };

    /**
     * @param span the range of the whole content, which {@code part} covers; empty for all bytes of the part
     * @param reopen opens the same content again from a position
     */
    public ResumingByteSource(ContentPart part, Optional<ByteRange> span, LongFunction<Future<ContentPart>> reopen,
            Vertx vertx) {
        this.reopen = reopen;
        this.vertx = vertx;
        this.part = part;
        this.position = part.first();
        this.wanted = span.map(ByteRange::first).orElse(0L);
        this.end = span.map(ByteRange::end);
        listen();
    }

    private void listen() {
        part.bytes().handler(this::take).endHandler(this::ended).exceptionHandler(this::broke);
    }

    private void take(Buffer chunk) {
        long from = Math.max(0, wanted - position);
        long to = end.map(limit -> Math.min(chunk.length(), limit - position)).orElse((long) chunk.length());
        position += chunk.length();
        if (done || from >= to) {
            return;
        }
        failures = 0;
        wanted += to - from;
        handler.handle(from == 0 && to == chunk.length() ? chunk : chunk.slice((int) from, (int) to));
        if (isAtEnd() && !part.end().equals(end)) {
            finish();
            part.cancel(); // the part has bytes beyond the range
        }
    }

    private void ended(@Nullable Void nothing) {
        if (end.isEmpty() || isAtEnd()) {
            finish();
        } else {
            broke(new EOFException("The content ended at byte %d instead of byte %d".formatted(wanted, end.get())));
        }
    }

    private boolean isAtEnd() {
        return end.isPresent() && wanted == end.get();
    }

    private void finish() {
        if (!done) {
            done = true;
            endHandler.handle(null);
        }
    }

    private void broke(Throwable cause) {
        if (done || broken) {
            return;
        }
        broken = true;
        if (isAtEnd()) {
            finish();
        } else if (end.isPresent() && part.isResumable()) {
            scheduleRetry(cause);
        } else {
            fail(cause);
        }
    }

    private void scheduleRetry(Throwable cause) {
        if (failures == RESUMPTIONS) {
            fail(cause);
        } else {
            vertx.setTimer(delay(cause).toMillis(), timer -> reopen());
        }
    }

    private Duration delay(Throwable cause) {
        Duration usual = FIRST_DELAY.multipliedBy(1L << failures++);
        return cause instanceof ReelayException exception ? exception.retryAfter().orElse(usual) : usual;
    }

    private void reopen() {
        if (!done) {
            reopen.apply(wanted).onSuccess(this::continueWith).onFailure(this::scheduleRetry);
        }
    }

    private void continueWith(ContentPart rest) {
        if (done) {
            rest.cancel();
        } else if (!part.isContinuedBy(rest, wanted)) {
            rest.cancel();
            fail(new IOException("The resumed content does not continue at byte " + wanted));
        } else {
            part = rest;
            broken = false;
            position = wanted;
            listen();
            if (!paused) {
                part.bytes().resume();
            }
        }
    }

    private void fail(Throwable cause) {
        done = true;
        exceptionHandler.handle(cause);
    }

    @Override
    public void cancel() {
        done = true;
        part.cancel();
    }

    @Override
    public ResumingByteSource pause() {
        paused = true;
        part.bytes().pause();
        return this;
    }

    @Override
    public ResumingByteSource resume() {
        paused = false;
        part.bytes().resume();
        return this;
    }

    @Override
    public ResumingByteSource handler(@Nullable Handler<Buffer> chunks) {
        handler = chunks == null ? unread -> {
        } : chunks;
        return this;
    }

    @Override
    public ResumingByteSource endHandler(@Nullable Handler<Void> ended) {
        endHandler = ended == null ? unheard -> {
        } : ended;
        return this;
    }

    @Override
    public ResumingByteSource exceptionHandler(@Nullable Handler<Throwable> failed) {
        exceptionHandler = failed == null ? unheard -> {
        } : failed;
        return this;
    }
}
