package dev.reelay.content;

import java.util.Optional;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/**
 * The head of the answer to a content request.
 *
 * @param status 200, 206, 304 or 416
 * @param total length of the whole, where it is known
 * @param span the bytes that follow, where they can be told beforehand
 */
record DownloadResponse(DownloadRequest request, int status, Optional<Long> total, Optional<ByteRange> span) {
    private static final String MP4 = "video/mp4";

    /** A range of a content whose length nobody knows cannot be judged: it is answered whole. */
    static DownloadResponse to(DownloadRequest request, Optional<Long> total) {
        if (request.range().isEmpty() || total.isEmpty()) {
            return new DownloadResponse(request, 200, total, total.map(length -> new ByteRange(0, length)));
        }
        Optional<ByteRange> span = request.range().get().in(total.get());
        return new DownloadResponse(request, span.isPresent() ? 206 : 416, total, span);
    }

    /** The content ends before the range that was asked for. */
    static DownloadResponse outOfRange(DownloadRequest request, Optional<Long> total) {
        return new DownloadResponse(request, 416, total, Optional.empty());
    }

    static DownloadResponse unchanged(DownloadRequest request) {
        return new DownloadResponse(request, 304, Optional.empty(), Optional.empty());
    }

    /** Only the head is left to answer. */
    boolean isBodyless() {
        return request.bodyless() || status == 304 || status == 416;
    }

    /** @param type of an image, as the upstream tells it; a video is an MP4 whatever anybody says */
    void applyHead(HttpServerResponse caller, Optional<String> type) {
        caller.setStatusCode(status)
                .putHeader(HttpHeaders.ETAG, request.tag())
                .putHeader(HttpHeaders.CACHE_CONTROL, "private")
                .putHeader("X-Content-Type-Options", "nosniff");
        if (status == 304) {
            return;
        }
        caller.putHeader(HttpHeaders.ACCEPT_RANGES, total.isPresent() ? "bytes" : "none");
        if (status == 416) {
            total.ifPresent(length -> caller.putHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + length));
            caller.putHeader(HttpHeaders.CONTENT_LENGTH, "0");
            return;
        }
        caller.putHeader(HttpHeaders.CONTENT_TYPE, request.variant() == Variant.VIDEO ? MP4 : type.orElseThrow())
                .putHeader(HttpHeaders.CONTENT_DISPOSITION, "inline; filename=\"" + fileName(type) + "\"");
        if (status == 206) {
            caller.putHeader(HttpHeaders.CONTENT_RANGE, span.orElseThrow().of(total.orElseThrow()));
        }
        if (span.isPresent()) {
            caller.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(span.get().length()));
        } else if (!request.bodyless()) {
            caller.setChunked(true);
        }
    }

    /** Somebody else is to answer, who sets all headers anew but for these. */
    void resetHead(HttpServerResponse caller) {
        caller.setStatusCode(200).headers().remove(HttpHeaders.CONTENT_LENGTH).remove(HttpHeaders.CONTENT_RANGE)
                .remove(HttpHeaders.CONTENT_DISPOSITION).remove(HttpHeaders.ETAG).remove(HttpHeaders.ACCEPT_RANGES)
                .remove(HttpHeaders.CACHE_CONTROL).remove("X-Content-Type-Options");
    }

    private String fileName(Optional<String> type) {
        return request.variant() == Variant.VIDEO ? request.id() + ".mp4"
                : request.id() + "-" + request.variant().wireName()
                        + type.map(image -> image.replaceFirst("^image/(\\w{1,8}).*$", ".$1")).orElse("");
    }
}
