package dev.reelay.upstream;

import java.util.Optional;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.streams.ReadStream;

/** The upstream's answer to a content request: what it said about the bytes, and the bytes, which are paused at first. */
public final class UpstreamContentResponse {
    private final HttpClientResponse response;
    private final Optional<Long> total;
    private final long first;
    private final Optional<Long> end;

    private UpstreamContentResponse(HttpClientResponse response, Optional<Long> total, long first, Optional<Long> end) {
        this.response = response;
        this.total = total;
        this.first = first;
        this.end = end;
    }

    /** Empty for a partial answer that does not say which part it is. */
    static Optional<UpstreamContentResponse> of(HttpClientResponse response) {
        String range = response.getHeader(HttpHeaders.CONTENT_RANGE);
        return switch (response.statusCode()) {
            case 206 -> ContentRange.parse(range)
                    .map(part -> new UpstreamContentResponse(response, Optional.of(part.total()), part.first(),
                            Optional.of(part.last() + 1)));
            case 416 -> Optional.of(new UpstreamContentResponse(response, ContentRange.total(range), 0, Optional.of(0L)));
            default -> {
                Optional<Long> length = Optional.ofNullable(response.getHeader(HttpHeaders.CONTENT_LENGTH)).map(Long::valueOf);
                yield Optional.of(new UpstreamContentResponse(response, length, 0, length));
            }
        };
    }

    /** The content has no byte of the range that was asked for; nothing comes. */
    public boolean isOutOfRange() {
        return response.statusCode() == 416;
    }

    /** A range was asked for and answered as such. */
    public boolean isPartial() {
        return response.statusCode() == 206;
    }

    /** The length of the whole, where it is told. */
    public Optional<Long> total() {
        return total;
    }

    /** Where in the whole the bytes begin. */
    public long first() {
        return first;
    }

    /** Where in the whole the bytes end, exclusive; empty where they come until they end. */
    public Optional<Long> end() {
        return end;
    }

    public Optional<String> type() {
        return Optional.ofNullable(response.getHeader(HttpHeaders.CONTENT_TYPE));
    }

    /** May a range of it be asked for? */
    public boolean acceptsRanges() {
        String units = response.getHeader(HttpHeaders.ACCEPT_RANGES);
        return isPartial() || units != null && units.strip().equalsIgnoreCase("bytes");
    }

    /** What a later request can be made conditional on: a strong entity tag, or else a date. */
    public Optional<String> validator() {
        return Optional.ofNullable(response.getHeader(HttpHeaders.ETAG)).filter(tag -> tag.startsWith("\""))
                .or(() -> Optional.ofNullable(response.getHeader(HttpHeaders.LAST_MODIFIED)));
    }

    public ReadStream<Buffer> bytes() {
        return response;
    }

    /** What has not come yet is not wanted any more: the connection is closed. */
    public void cancel() {
        response.exceptionHandler(reset -> {
        }).request().reset();
    }
}
