package dev.reelay.content.pipe;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongFunction;

import org.jspecify.annotations.Nullable;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;

import dev.reelay.error.ReelayException;

/**
 * Streams a range of a content from an upstream or a store. It drops bytes outside the range. If the connection breaks, it
 * requests the rest, provided that the source accepts ranges; otherwise the stream fails, so that a truncated content never
 * looks complete.
 */
public final class ResumingByteSource extends AbstractByteSource {
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
    private boolean broken;

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
        if (isDone() || from >= to) {
            Chunks.release(chunk);
            return;
        }
        failures = 0;
        wanted += to - from;
        deliver(from == 0 && to == chunk.length() ? chunk : chunk.slice((int) from, (int) to));
        if (isAtEnd() && !part.end().equals(end)) {
            complete();
            part.cancel(); // the part has bytes beyond the range
        }
    }

    private void ended(@Nullable Void nothing) {
        if (end.isEmpty() || isAtEnd()) {
            complete();
        } else {
            broke(new EOFException("The content ended at byte %d instead of byte %d".formatted(wanted, end.get())));
        }
    }

    private boolean isAtEnd() {
        return end.isPresent() && wanted == end.get();
    }

    private void broke(Throwable cause) {
        if (isDone() || broken) {
            return;
        }
        broken = true;
        if (isAtEnd()) {
            complete();
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
        if (!isDone()) {
            reopen.apply(wanted).onSuccess(this::continueWith).onFailure(this::scheduleRetry);
        }
    }

    private void continueWith(ContentPart rest) {
        if (isDone()) {
            rest.cancel();
        } else if (!part.isContinuedBy(rest, wanted)) {
            rest.cancel();
            fail(new IOException("The resumed content does not continue at byte " + wanted));
        } else {
            part = rest;
            broken = false;
            position = wanted;
            listen();
            if (!isPaused()) {
                part.bytes().resume();
            }
        }
    }

    @Override
    public void cancel() {
        super.cancel();
        part.cancel();
    }

    @Override
    public ByteSource pause() {
        super.pause();
        part.bytes().pause();
        return this;
    }

    @Override
    public ByteSource resume() {
        super.resume();
        part.bytes().resume();
        return this;
    }
}
