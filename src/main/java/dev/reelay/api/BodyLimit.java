package dev.reelay.api;

import jakarta.enterprise.context.ApplicationScoped;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** Judges a body by the length that it announces, before any of it is read. */
@ApplicationScoped
class BodyLimit {
    private final long bytes;

    BodyLimit(ApiConfig config) {
        this.bytes = config.bodyLimit().asLongValue();
    }

    boolean isExceeded(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && Long.parseLong(length) > bytes;
    }
}
