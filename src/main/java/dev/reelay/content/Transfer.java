package dev.reelay.content;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/**
 * One body on its way from the upstream to a caller. What the caller does not read yet is not read from the upstream
 * either, so that no more than a write queue of it is ever here. All of it happens on the request's event loop.
 */
final class Transfer {
    private final HttpClientResponse source;
    private final HttpServerResponse caller;
    private final Promise<Void> end = Promise.promise();
    private boolean moved;

    /** @param source its body is paused */
    Transfer(HttpClientResponse source, HttpServerResponse caller) {
        this.source = source;
        this.caller = caller;
    }

    /** @return succeeds when the caller has it all or left, fails when no more came for it; both sides are then done with */
    Future<Void> start(Vertx vertx, Duration idleTimeout) {
        long idleCheck = vertx.setPeriodic(idleTimeout.toMillis(), timer -> checkMoved());
        String length = source.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null) {
            caller.setChunked(true);
        } else {
            caller.putHeader(HttpHeaders.CONTENT_LENGTH, length);
        }
        caller.exceptionHandler(broken -> leave()).closeHandler(closed -> leave());
        source.exceptionHandler(this::fail).endHandler(ended -> caller.end().onComplete(end)).handler(this::forward);
        source.resume();
        return end.future().onComplete(ended -> vertx.cancelTimer(idleCheck));
    }

    private void forward(Buffer chunk) {
        moved = true;
        caller.write(chunk);
        if (caller.writeQueueFull()) {
            source.pause();
            caller.drainHandler(drained -> {
                moved = true;
                source.resume();
            });
        }
    }

    private void checkMoved() {
        if (!moved) {
            fail(new TimeoutException("no byte moved"));
        }
        moved = false;
    }

    private void leave() {
        if (end.tryComplete()) {
            source.request().reset();
        }
    }

    /** Half a file must not look whole: the caller's connection breaks too. */
    private void fail(Throwable cause) {
        if (end.tryFail(cause)) {
            source.request().reset();
            caller.reset();
        }
    }
}
