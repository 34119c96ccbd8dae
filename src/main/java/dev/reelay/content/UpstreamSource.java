package dev.reelay.content;

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
import dev.reelay.upstream.UpstreamBody;

/**
 * The bytes of a span, from an upstream that may answer with more than the span, and may break off. Where it takes
 * ranges, the rest is asked for anew and whoever reads notices nothing; half a content never ends as if it were all.
 */
final class UpstreamSource implements ByteSource {
    /** In a row, without a byte in between. */
    private static final int RESUMPTIONS = 3;
    private static final Duration FIRST_DELAY = Duration.ofMillis(200);

    private final LongFunction<Future<UpstreamBody>> reopen;
    private final Vertx vertx;
    private final Optional<Long> end;
    private UpstreamBody body;
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
     * @param span of the whole, which the body covers; empty for all that comes
     * @param reopen the same content again, from that byte on
     */
    UpstreamSource(UpstreamBody body, Optional<Span> span, LongFunction<Future<UpstreamBody>> reopen, Vertx vertx) {
        this.reopen = reopen;
        this.vertx = vertx;
        this.body = body;
        this.position = body.first();
        this.wanted = span.map(Span::first).orElse(0L);
        this.end = span.map(Span::end);
        listen();
    }

    private void listen() {
        body.bytes().handler(this::take).endHandler(this::ended).exceptionHandler(this::broke);
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
        if (isAtEnd() && !body.end().equals(end)) {
            finish();
            body.giveUp(); // the rest is nobody's
        }
    }

    private void ended(@Nullable Void nothing) {
        if (end.isEmpty() || isAtEnd()) {
            finish();
        } else {
            broke(new EOFException("The upstream ended after %d of %d bytes".formatted(wanted, end.get())));
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
        } else if (end.isPresent() && body.takesRanges()) {
            tryAgain(cause);
        } else {
            fail(cause);
        }
    }

    private void tryAgain(Throwable cause) {
        if (failures == RESUMPTIONS) {
            fail(cause);
        } else {
            vertx.setTimer(delay(cause).toMillis(), timer -> reopen());
        }
    }

    private Duration delay(Throwable cause) {
        Duration usual = FIRST_DELAY.multipliedBy(1L << failures++);
        return cause instanceof ReelayException told ? told.retryAfter().orElse(usual) : usual;
    }

    private void reopen() {
        if (!done) {
            reopen.apply(wanted).onSuccess(this::goOn).onFailure(this::tryAgain);
        }
    }

    private void goOn(UpstreamBody rest) {
        if (done) {
            rest.giveUp();
        } else if (!continues(rest)) {
            rest.giveUp();
            fail(new IOException("The upstream does not go on at byte " + wanted));
        } else {
            body = rest;
            broken = false;
            position = wanted;
            listen();
            if (!paused) {
                body.bytes().resume();
            }
        }
    }

    private boolean continues(UpstreamBody rest) {
        return rest.isPartial() && rest.first() == wanted && rest.total().equals(body.total())
                && (rest.validator().isEmpty() || rest.validator().equals(body.validator()));
    }

    private void fail(Throwable cause) {
        done = true;
        exceptionHandler.handle(cause);
    }

    @Override
    public void giveUp() {
        done = true;
        body.giveUp();
    }

    @Override
    public UpstreamSource pause() {
        paused = true;
        body.bytes().pause();
        return this;
    }

    @Override
    public UpstreamSource resume() {
        paused = false;
        body.bytes().resume();
        return this;
    }

    @Override
    public UpstreamSource fetch(long amount) {
        throw new UnsupportedOperationException("it is paused or resumed");
    }

    @Override
    public UpstreamSource handler(@Nullable Handler<Buffer> chunks) {
        handler = chunks == null ? unread -> {
        } : chunks;
        return this;
    }

    @Override
    public UpstreamSource endHandler(@Nullable Handler<Void> ended) {
        endHandler = ended == null ? unheard -> {
        } : ended;
        return this;
    }

    @Override
    public UpstreamSource exceptionHandler(@Nullable Handler<Throwable> failed) {
        exceptionHandler = failed == null ? unheard -> {
        } : failed;
        return this;
    }
}
