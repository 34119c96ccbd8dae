package dev.reelay.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * The content of a completed video, sent from its file to the socket without the heap.
 *
 * @param tag
 *        the entity tag, with its quotes
 * @param cut
 *        true to break the connection after half of the bytes
 */
record Clip(Path file, String tag, boolean cut) {

    /** Responds to a GET or HEAD with the whole content or with one range. */
    void sendTo(RoutingContext context) {
        long size = size();
        HttpServerResponse response = context.response();
        response.putHeader(HttpHeaders.CONTENT_TYPE, "video/mp4").putHeader(HttpHeaders.ETAG, tag)
                .putHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
        SandboxByteRange.of(range(context.request()), size).ifPresentOrElse(range -> send(range, size, context),
                () -> response.setStatusCode(416).putHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + size).end());
    }

    private void send(SandboxByteRange range, long size, RoutingContext context) {
        HttpServerResponse response = context.response();
        response.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(range.length()));
        if (range.partial()) {
            response.setStatusCode(206).putHeader(HttpHeaders.CONTENT_RANGE, range.of(size));
        }
        if (context.request().method() == HttpMethod.HEAD) {
            response.end();
        } else if (cut) {
            context.vertx().fileSystem().open(file.toString(), new OpenOptions().setWrite(false))
                    .onSuccess(open -> sendHalf(open, range, response));
        } else {
            response.sendFile(file.toString(), range.first(), range.length());
        }
    }

    /** Sends half of the range and resets the response. Ending it would look complete to a client over HTTP/2. */
    private static void sendHalf(AsyncFile open, SandboxByteRange range, HttpServerResponse response) {
        open.setReadPos(range.first()).setReadLength(range.length() / 2).pipe().endOnComplete(false).to(response)
                .eventually(() -> open.close())
                .onComplete(sent -> response.reset());
    }

    /** Returns the header {@code Range}, or an empty text if it is absent or {@code If-Range} does not match. */
    private String range(HttpServerRequest request) {
        Optional<String> condition = Optional.ofNullable(request.getHeader("If-Range"));
        return Optional.ofNullable(request.getHeader("Range")).filter(range -> condition.orElse(tag).equals(tag))
                .orElse("");
    }

    private long size() {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw SandboxException.notFound("The content has expired");
        }
    }
}
