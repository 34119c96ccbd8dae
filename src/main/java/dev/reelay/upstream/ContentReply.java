package dev.reelay.upstream;

import java.util.Optional;

import io.vertx.core.http.HttpClientResponse;

/** The upstream's reply to one content request: its head, and its body, which is initially paused. */
record ContentReply(HttpClientResponse head, PooledBody body) {
    static ContentReply of(HttpClientResponse response) {
        return new ContentReply(response, PooledBodies.of(response));
    }

    int status() {
        return head.statusCode();
    }

    Optional<String> header(CharSequence name) {
        return Optional.ofNullable(head.getHeader(name));
    }
}
