package dev.reelay.content;

import java.util.Optional;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

import dev.reelay.content.pipe.ByteRange;

/**
 * The head of the response to a content request.
 *
 * @param status the status code: 200, 206, 304 or 416
 * @param total the length of the whole content, if it is known
 * @param span the bytes of the body, if they are known before the transfer
 */
record DownloadResponse(DownloadRequest request, int status, Optional<Long> total, Optional<ByteRange> span) {
    private static final String MP4 = "video/mp4";

    /** Returns a 200, 206 or 416. Ignores the range if the length of the content is unknown. */
    static DownloadResponse to(DownloadRequest request, Optional<Long> total) {
        if (request.range().isEmpty() || total.isEmpty()) {
            return new DownloadResponse(request, 200, total, total.map(length -> new ByteRange(0, length)));
        }
        Optional<ByteRange> span = request.range().get().in(total.get());
        return new DownloadResponse(request, span.isPresent() ? 206 : 416, total, span);
    }

    /** Returns a 416 for a range beyond the end of the content. */
    static DownloadResponse outOfRange(DownloadRequest request, Optional<Long> total) {
        return new DownloadResponse(request, 416, total, Optional.empty());
    }

    static DownloadResponse unchanged(DownloadRequest request) {
        return new DownloadResponse(request, 304, Optional.empty(), Optional.empty());
    }

    /** Returns true if the response has a head only. */
    boolean isBodyless() {
        return request.bodyless() || status == 304 || status == 416;
    }

    /**
     * Sets the status code and the headers of a response.
     *
     * @param type the upstream's media type, used for an image only: a video is always {@code video/mp4}
     */
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

    /** Resets the status code and the headers of {@link #applyHead}, so that another response can begin. */
    void resetHead(HttpServerResponse caller) {
        caller.setStatusCode(200).setChunked(false).headers().remove(HttpHeaders.CONTENT_LENGTH)
                .remove(HttpHeaders.CONTENT_TYPE).remove(HttpHeaders.CONTENT_RANGE)
                .remove(HttpHeaders.CONTENT_DISPOSITION).remove(HttpHeaders.ETAG).remove(HttpHeaders.ACCEPT_RANGES)
                .remove(HttpHeaders.CACHE_CONTROL).remove("X-Content-Type-Options");
    }

    private String fileName(Optional<String> type) {
        return request.variant() == Variant.VIDEO ? request.id() + ".mp4"
                : request.id() + "-" + request.variant().wireName()
                        + type.map(image -> image.replaceFirst("^image/(\\w{1,8}).*$", ".$1")).orElse("");
    }
}
