package dev.reelay.api.sse;

import org.jspecify.annotations.Nullable;

import io.vertx.core.http.HttpServerRequest;

import dev.reelay.error.ReelayException;

/**
 * Parses the id of the last event that a client received: the header {@code Last-Event-ID} of a browser that reconnects (HTML
 * standard, section 9.2.4), or a query parameter for clients that cannot set a header.
 */
final class LastEventId {
    private static final String HEADER = "Last-Event-ID";
    private static final String PARAM = "last_event_id";
    /** The name that polyfills of EventSource use. */
    private static final String POLYFILL_PARAM = "lastEventId";

    /** The id of a client that has received none. It differs from 0, the position of a feed without any change. */
    static final long NONE = -1;

    private LastEventId() {
    }

    static long of(HttpServerRequest request) {
        return parse(HEADER, request.getHeader(HEADER), request.query() == null ? NONE : queried(request));
    }

    private static long queried(HttpServerRequest request) {
        return parse(PARAM, request.getParam(PARAM), parse(POLYFILL_PARAM, request.getParam(POLYFILL_PARAM), NONE));
    }

    static long parse(String name, @Nullable String given, long otherwise) {
        if (given == null || given.isBlank()) {
            return otherwise;
        }
        if (!given.strip().matches("\\d{1,18}")) {
            throw ReelayException.invalid(name,
                    "Invalid value for parameter: %s. Allowed: the id of an event of this stream".formatted(name));
        }
        return Long.parseLong(given.strip());
    }
}
