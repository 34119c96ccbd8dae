package dev.reelay.api;

import org.jspecify.annotations.Nullable;

import io.vertx.core.http.HttpServerRequest;

import dev.reelay.error.ReelayException;

/**
 * Where a caller's event stream broke off: the header of a browser that reconnects by itself (HTML standard, section
 * 9.2.4), or a parameter of the query, for those that cannot set one.
 */
final class LastEventId {
    private static final String HEADER = "Last-Event-ID";
    private static final String PARAM = "last_event_id";
    /** As the polyfills name it. */
    private static final String POLYFILL_PARAM = "lastEventId";

    /** Of a stream that is read from its beginning. */
    static final long NONE = 0;

    private LastEventId() {
    }

    static long of(HttpServerRequest request) {
        return parse(HEADER, request.getHeader(HEADER), request.query() == null ? NONE : queried(request));
    }

    private static long queried(HttpServerRequest request) {
        return parse(PARAM, request.getParam(PARAM), parse(POLYFILL_PARAM, request.getParam(POLYFILL_PARAM), NONE));
    }

    private static long parse(String name, @Nullable String given, long otherwise) {
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
