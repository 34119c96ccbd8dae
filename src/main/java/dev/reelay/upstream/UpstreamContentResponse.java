package dev.reelay.upstream;

import java.net.URI;
import java.util.Optional;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.streams.ReadStream;

/** The upstream's response to a content request: the data of its head, and its body, which is initially paused. */
public final class UpstreamContentResponse {
    private final ContentReply response;
    private final Optional<URI> renewedUrl;
    private final Optional<Long> total;
    private final long first;
    private final Optional<Long> end;

    private UpstreamContentResponse(ContentReply response, Optional<URI> renewedUrl, Optional<Long> total, long first,
            Optional<Long> end) {
        this.response = response;
        this.renewedUrl = renewedUrl;
        this.total = total;
        this.first = first;
        this.end = end;
    }

    /** Returns empty for a partial response without a valid {@code Content-Range}. */
    static Optional<UpstreamContentResponse> of(ContentReply response, Optional<URI> renewedUrl) {
        String range = response.header(HttpHeaders.CONTENT_RANGE).orElse(null);
        return switch (response.status()) {
            case 206 -> ContentRange.parse(range)
                    .map(part -> new UpstreamContentResponse(response, renewedUrl, Optional.of(part.total()), part.first(),
                            Optional.of(part.last() + 1)));
            case 416 ->
                Optional.of(new UpstreamContentResponse(response, renewedUrl, ContentRange.total(range), 0, Optional.of(0L)));
            default -> {
                Optional<Long> length = response.header(HttpHeaders.CONTENT_LENGTH).map(Long::valueOf);
                yield Optional.of(new UpstreamContentResponse(response, renewedUrl, length, 0, length));
            }
        };
    }

    /** Returns the URL of the content, if it replaces an expired one. */
    public Optional<URI> renewedUrl() {
        return renewedUrl;
    }

    /** Returns whether the requested range is outside the content (status code 416). */
    public boolean isOutOfRange() {
        return response.status() == 416;
    }

    /** Returns whether the response has the requested range only (status code 206). */
    public boolean isPartial() {
        return response.status() == 206;
    }

    /** Returns the length of the complete content in bytes, or empty if the response does not state it. */
    public Optional<Long> total() {
        return total;
    }

    /** Returns the position of the first byte of the body in the complete content. */
    public long first() {
        return first;
    }

    /** Returns the position behind the last byte of the body, or empty if the end of the response delimits the body. */
    public Optional<Long> end() {
        return end;
    }

    public Optional<String> type() {
        return response.header(HttpHeaders.CONTENT_TYPE);
    }

    /** Returns whether the upstream supports range requests for this content. */
    public boolean acceptsRanges() {
        return isPartial()
                || response.header(HttpHeaders.ACCEPT_RANGES).filter(units -> units.strip().equalsIgnoreCase("bytes"))
                        .isPresent();
    }

    /** Returns the value for {@code If-Range} of a later request: a strong entity tag, or the date of the last modification. */
    public Optional<String> validator() {
        return response.header(HttpHeaders.ETAG).filter(tag -> tag.startsWith("\""))
                .or(() -> response.header(HttpHeaders.LAST_MODIFIED));
    }

    /** Returns the body. Whoever gets a chunk releases its memory. */
    public ReadStream<Buffer> bytes() {
        return response.body();
    }

    /** Gives up the rest of the body. */
    public void cancel() {
        response.body().cancel();
    }
}
