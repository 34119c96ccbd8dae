package dev.reelay.api;

import java.net.URI;
import java.time.Instant;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.Json;

import dev.reelay.content.ContentArchive;
import dev.reelay.video.Video;
import dev.reelay.video.VideoStatus;

/** Shows videos to a caller: in its dialect, with urls that it can reach. */
@ApplicationScoped
class Bodies {
    private final ApiConfig config;
    private final ContentArchive archive;

    Bodies(ApiConfig config, ContentArchive archive) {
        this.config = config;
        this.archive = archive;
    }

    Object of(Video video, HttpServerRequest request) {
        return body(video, Dialect.of(request.headers()), baseUrl(request));
    }

    /** For a stream, which outlives its request. */
    Function<Video, String> json(HttpServerRequest request) {
        Dialect dialect = Dialect.of(request.headers());
        String baseUrl = baseUrl(request);
        return video -> Json.encode(body(video, dialect, baseUrl));
    }

    /** What {@code /v1/videos} is appended to: the configured base, or else what the caller itself used. */
    String baseUrl(HttpServerRequest request) {
        String url = config.publicUrl().map(URI::toString)
                .orElseGet(() -> request.scheme() + "://" + request.authority());
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    private Object body(Video video, Dialect dialect, String baseUrl) {
        String url = video.status() == VideoStatus.COMPLETED ? baseUrl + "/v1/videos/" + video.id() + "/content" : null;
        Long expiresAt = archive.expiresAt(video).map(Instant::getEpochSecond).orElse(null);
        return dialect == Dialect.OPENAI ? OpenAiVideoBody.of(video, url, expiresAt) : VideoBody.of(video, url, expiresAt);
    }
}
