package dev.reelay.content;

import java.net.URI;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import dev.reelay.async.VertxContexts;
import dev.reelay.content.archive.ArchiveSource;
import dev.reelay.content.pipe.ByteRange;
import dev.reelay.content.pipe.ByteSource;
import dev.reelay.content.pipe.ResumingByteSource;
import dev.reelay.store.VideoRepository;
import dev.reelay.upstream.ContentQuery;
import dev.reelay.upstream.UpstreamContentClient;
import dev.reelay.upstream.UpstreamContentResponse;
import dev.reelay.video.Video;

/** Opens the content of a video at its upstream as a {@link ByteSource}. */
@ApplicationScoped
class UpstreamSource implements ArchiveSource {
    private static final Logger LOG = Logger.getLogger(UpstreamSource.class);

    private final UpstreamContentClient upstream;
    private final VideoRepository videos;
    private final VertxContexts contexts;
    private final Vertx vertx;

    UpstreamSource(UpstreamContentClient upstream, VideoRepository videos, VertxContexts contexts, Vertx vertx) {
        this.upstream = upstream;
        this.videos = videos;
        this.contexts = contexts;
        this.vertx = vertx;
    }

    /** Opens the content for a client's request. */
    Future<UpstreamContentResponse> open(Video video, Variant variant, Optional<RangeHeader> range) {
        return open(video, new ContentQuery(variant.query(), range.map(RangeHeader::toString), Optional.empty(), false));
    }

    /** Opens the whole content for the archive: with the lower share of the rate limit. */
    @Override
    public Future<Original> open(Video video) {
        return open(video, new ContentQuery(Optional.empty(), Optional.empty(), Optional.empty(), true))
                .map(body -> new UpstreamOriginal(video, body));
    }

    /**
     * Returns the bytes of an opened content. Requests the rest if the connection breaks.
     *
     * @param span the range of the whole content, which the body covers; empty for all bytes of the body
     */
    ByteSource bytes(UpstreamContentResponse body, Optional<ByteRange> span, Video video, Variant variant) {
        return bytes(body, span, video, variant, false);
    }

    private ByteSource bytes(UpstreamContentResponse body, Optional<ByteRange> span, Video video, Variant variant,
            boolean background) {
        return new ResumingByteSource(new UpstreamContentPart(body), span,
                from -> open(video, rest(body, span, variant, from, background)).map(UpstreamContentPart::new), vertx);
    }

    private Future<UpstreamContentResponse> open(Video video, ContentQuery query) {
        return upstream.open(video.job(), query).onSuccess(body -> body.renewedUrl().ifPresent(url -> renew(video, url)));
    }

    /** Stores a URL that replaces an expired one. Without it the next request would renew the URL again. */
    private void renew(Video video, URI url) {
        contexts.runUncancellable(() -> videos.renewContentUrl(video.id(), url)).subscribe().with(
                stored -> LOG.debugf("Stored a new URL of the content of %s", video.id()),
                failure -> LOG.warnf("Could not store the new URL of the content of %s: %s", video.id(), failure));
    }

    private static ContentQuery rest(UpstreamContentResponse body, Optional<ByteRange> span, Variant variant, long from,
            boolean background) {
        String last = span.map(ByteRange::end).filter(end -> !body.total().equals(Optional.of(end)))
                .map(end -> String.valueOf(end - 1)).orElse("");
        return new ContentQuery(variant.query(), Optional.of("bytes=" + from + "-" + last), body.validator(), background);
    }

    private final class UpstreamOriginal implements Original {
        private final Video video;
        private final UpstreamContentResponse body;

        UpstreamOriginal(Video video, UpstreamContentResponse body) {
            this.video = video;
            this.body = body;
        }

        @Override
        public Optional<Long> length() {
            return body.total();
        }

        @Override
        public ByteSource bytes() {
            return UpstreamSource.this.bytes(body, length().map(total -> new ByteRange(0, total)), video, Variant.VIDEO, true);
        }

        @Override
        public void cancel() {
            body.cancel();
        }
    }
}
