package dev.reelay.api;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import io.vertx.core.http.HttpServerRequest;

import dev.reelay.content.ArchiveReader;
import dev.reelay.video.Video;
import dev.reelay.video.VideoStatus;

/** Shows videos to a caller: in its dialect, with urls that it can reach. */
@ApplicationScoped
class VideoRenderer {
    private final PublicUrlConfig config;
    /** One for all forms, which are compared. */
    private final Function<Video, Optional<Instant>> expiry;

    VideoRenderer(PublicUrlConfig config, ArchiveReader archive) {
        this.config = config;
        this.expiry = archive::expiresAt;
    }

    Object body(Video video, HttpServerRequest request) {
        return representation(video, request).body(video);
    }

    /** For all videos that may come. */
    VideoRepresentation representation(HttpServerRequest request) {
        return new VideoRepresentation(ResponseFormat.of(request.headers()), baseUrl(request), expiry);
    }

    /** Of one video: without a url to show, nobody needs to know where the caller found this service. */
    VideoRepresentation representation(Video video, HttpServerRequest request) {
        return video.status() == VideoStatus.COMPLETED ? representation(request)
                : new VideoRepresentation(ResponseFormat.of(request.headers()), "", expiry);
    }

    /** What {@code /v1/videos} is appended to: the configured base, or else what the caller itself used. */
    String baseUrl(HttpServerRequest request) {
        String url = config.publicUrl().map(URI::toString)
                .orElseGet(() -> request.scheme() + "://" + request.authority());
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
