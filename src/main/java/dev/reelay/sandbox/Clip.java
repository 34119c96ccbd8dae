package dev.reelay.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * A finished clip on its way to a client, straight from the file.
 *
 * @param tag
 *        entity tag, quoted
 * @param cut
 *        whether to break off in the middle
 */
record Clip(Path file, String tag, boolean cut) {

    /** Answers a GET or HEAD. The Uni ends with the transfer, whether or not the client stayed for all of it. */
    Uni<Void> sendTo(HttpServerRequest request) {
        long size = size();
        Optional<ByteRange> asked = range(request, size);
        HttpServerResponse response = request.response();
        response.putHeader(HttpHeaders.CONTENT_TYPE, "video/mp4").putHeader(HttpHeaders.ETAG, tag)
                .putHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
        if (asked.isEmpty()) {
            response.putHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + size).setStatusCode(416);
            return Uni.createFrom().completionStage(() -> response.end().toCompletionStage());
        }
        ByteRange range = asked.get();
        response.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(range.length()));
        if (request.getHeader("Range") != null && range.length() < size) {
            response.putHeader(HttpHeaders.CONTENT_RANGE, range.of(size)).setStatusCode(206);
        }
        if (request.method() == HttpMethod.HEAD) {
            return Uni.createFrom().completionStage(() -> response.end().toCompletionStage());
        }
        return send(range, request);
    }

    private Uni<Void> send(ByteRange range, HttpServerRequest request) {
        long length = cut ? range.length() / 2 : range.length();
        return Uni.createFrom().completionStage(
                () -> request.response().sendFile(file.toString(), range.first(), length).toCompletionStage())
                .onItem().invoke(() -> {
                    if (cut) {
                        request.connection().close();
                    }
                })
                // the client left; there is nobody to tell
                .onFailure().recoverWithNull();
    }

    private Optional<ByteRange> range(HttpServerRequest request, long size) {
        String range = request.getHeader("Range");
        String condition = request.getHeader("If-Range");
        boolean applies = range != null && (condition == null || condition.equals(tag));
        return applies ? ByteRange.of(range, size) : Optional.of(ByteRange.whole(size));
    }

    private long size() {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw Refusal.notFound("The content is gone, it has expired");
        }
    }
}
