package dev.reelay.outbound;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;

/** A request that may be closed at any time, also before its connection is open. It is thread-safe. */
final class OutboundExchange {
    private static final Logger LOG = Logger.getLogger(OutboundExchange.class);

    private @Nullable HttpClientRequest request;
    private boolean ended;

    /** Sends the request, or resets it if the exchange was closed. */
    Future<HttpClientResponse> send(HttpClientRequest opened, Buffer body) {
        opened.exceptionHandler(OutboundExchange::trace);
        synchronized (this) {
            request = opened;
            if (ended) {
                opened.reset();
                return Future.failedFuture(new HttpClosedException("The exchange was closed"));
            }
        }
        return (body.length() == 0 ? opened.send() : opened.send(body))
                .map(response -> response.exceptionHandler(OutboundExchange::trace));
    }

    /** Handles a failure that the caller gets as well. Without a handler Vert.x logs it as an error. */
    private static void trace(Throwable failure) {
        LOG.tracef("A connection broke: %s", failure);
    }

    /** Marks the response as read, so that the connection serves further requests. */
    synchronized void complete() {
        ended = true;
        request = null;
    }

    /** Closes the connection unless the response was read. */
    synchronized void close() {
        ended = true;
        if (request != null) {
            request.reset();
        }
    }
}
