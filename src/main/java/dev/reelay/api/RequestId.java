package dev.reelay.api;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

import io.vertx.core.http.HttpServerRequest;

/** The name of a request, by which a caller and a log can speak of it: the caller's own where it is usable. */
final class RequestId {
    private static final String HEADER = "x-request-id";
    private static final Pattern USABLE = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    private RequestId() {
    }

    /** Whatever the answer will be, it carries the id. */
    static void put(HttpServerRequest request) {
        if (!request.response().headers().contains(HEADER)) {
            request.response().putHeader(HEADER, idOf(request));
        }
    }

    private static String idOf(HttpServerRequest request) {
        String given = request.getHeader(HEADER);
        return given != null && USABLE.matcher(given).matches() ? given : "req_" + random() + random();
    }

    /** Nobody gains by guessing one. */
    private static String random() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }
}
