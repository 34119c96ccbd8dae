package dev.reelay.content;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import dev.reelay.upstream.ContentQuery;
import dev.reelay.upstream.UpstreamContentClient;
import dev.reelay.upstream.UpstreamContentResponse;
import dev.reelay.video.Video;

/** The content of a video at its upstream, in the words of this package. */
@ApplicationScoped
class UpstreamSource {
    private final UpstreamContentClient upstream;
    private final Vertx vertx;

    UpstreamSource(UpstreamContentClient upstream, Vertx vertx) {
        this.upstream = upstream;
        this.vertx = vertx;
    }

    /** For a caller, who waits. */
    Future<UpstreamContentResponse> open(Video video, Variant variant, Optional<RangeHeader> range) {
        return open(video, new ContentQuery(variant.query(), range.map(RangeHeader::toString), Optional.empty(), false));
    }

    /** For the archive, which can wait. */
    Future<UpstreamContentResponse> open(Video video) {
        return open(video, new ContentQuery(Optional.empty(), Optional.empty(), Optional.empty(), true));
    }

    /** @param span of the whole, which the body covers; empty for all that comes */
    ByteSource bytes(UpstreamContentResponse body, Optional<ByteRange> span, Video video, Variant variant) {
        return new ResumingByteSource(new UpstreamContentPart(body), span,
                from -> open(video, rest(body, span, variant, from)).map(UpstreamContentPart::new), vertx);
    }

    private Future<UpstreamContentResponse> open(Video video, ContentQuery query) {
        return upstream.open(video.account().orElseThrow(), video.upstreamId().orElseThrow(), query);
    }

    private static ContentQuery rest(UpstreamContentResponse body, Optional<ByteRange> span, Variant variant, long from) {
        String last = span.map(ByteRange::end).filter(end -> !body.total().equals(Optional.of(end)))
                .map(end -> String.valueOf(end - 1)).orElse("");
        return new ContentQuery(variant.query(), Optional.of("bytes=" + from + "-" + last), body.validator(), false);
    }
}
