package dev.reelay.api.wire;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;

import dev.reelay.content.ArchiveReader;
import dev.reelay.video.Video;
import dev.reelay.video.VideoStatus;
import dev.reelay.webhook.PayloadRenderer;

/** Renders videos for a client: in its response format, with URLs that it can reach. */
@ApplicationScoped
public class VideoRenderer implements PayloadRenderer {
    private final PublicUrlConfig config;
    /** A single instance, because representations are compared by equality. */
    private final Function<Video, Optional<Instant>> expiry;

    @Inject
    VideoRenderer(PublicUrlConfig config, ArchiveReader archive) {
        this(config, archive::expiresAt);
    }

    VideoRenderer(PublicUrlConfig config, Function<Video, Optional<Instant>> expiry) {
        this.config = config;
        this.expiry = expiry;
    }

    public Object body(Video video, HttpServerRequest request) {
        return representation(video, request).body(video);
    }

    /** Returns the representation for a client, for videos of any status. */
    public VideoRepresentation representation(HttpServerRequest request) {
        return new VideoRepresentation(ResponseFormat.of(request.headers()), baseUrl(request), expiry);
    }

    /** Returns the representation for one video. Only a completed video has a URL and thus needs the base URL. */
    public VideoRepresentation representation(Video video, HttpServerRequest request) {
        return video.status() == VideoStatus.COMPLETED ? representation(request)
                : new VideoRepresentation(ResponseFormat.of(request.headers()), "", expiry);
    }

    /** Without a configured public URL, the URL of the content is a path. */
    @Override
    public JsonObject payload(Video video) {
        return JsonObject.mapFrom(new VideoRepresentation(ResponseFormat.MANUAL,
                withoutSlash(config.publicUrl().map(URI::toString).orElse("")), expiry).body(video));
    }

    /** Returns the configured public URL; without one, scheme and authority of the request. Removes a final slash. */
    public String baseUrl(HttpServerRequest request) {
        String url = config.publicUrl().map(URI::toString)
                .orElseGet(() -> request.scheme() + "://" + request.authority());
        return withoutSlash(url);
    }

    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
