package dev.reelay.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * A finished clip on its way to a client: from the file to the socket, not through the heap.
 *
 * @param tag
 *        entity tag, quoted
 * @param cut
 *        whether to break off in the middle
 */
record Clip(Path file, String tag, boolean cut) {

    /** Answers a GET or HEAD, of the whole or of one range. */
    void sendTo(HttpServerRequest request) {
        long size = size();
        HttpServerResponse response = request.response();
        response.putHeader(HttpHeaders.CONTENT_TYPE, "video/mp4").putHeader(HttpHeaders.ETAG, tag)
                .putHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
        ByteRange.of(range(request), size).ifPresentOrElse(range -> send(range, size, request),
                () -> response.setStatusCode(416).putHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + size).end());
    }

    private void send(ByteRange range, long size, HttpServerRequest request) {
        HttpServerResponse response = request.response();
        response.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(range.length()));
        if (range.partial()) {
            response.setStatusCode(206).putHeader(HttpHeaders.CONTENT_RANGE, range.of(size));
        }
        if (request.method() == HttpMethod.HEAD) {
            response.end();
        } else if (cut) {
            response.sendFile(file.toString(), range.first(), range.length() / 2)
                    .onComplete(sent -> request.connection().close());
        } else {
            response.sendFile(file.toString(), range.first(), range.length());
        }
    }

    /** The Range header, unless its condition says that the client has parts of another file. */
    private String range(HttpServerRequest request) {
        Optional<String> condition = Optional.ofNullable(request.getHeader("If-Range"));
        return Optional.ofNullable(request.getHeader("Range")).filter(range -> condition.orElse(tag).equals(tag))
                .orElse("");
    }

    private long size() {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw Refusal.notFound("The content is gone, it has expired");
        }
    }
}
