package dev.reelay.api;

import java.net.URI;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.Json;

import dev.reelay.video.Video;
import dev.reelay.video.VideoStatus;

/** Shows videos to a caller: in its dialect, with urls that it can reach. */
@ApplicationScoped
class Bodies {
    private final ApiConfig config;

    Bodies(ApiConfig config) {
        this.config = config;
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

    private static Object body(Video video, Dialect dialect, String baseUrl) {
        String url = video.status() == VideoStatus.COMPLETED ? baseUrl + "/v1/videos/" + video.id() + "/content" : null;
        return dialect == Dialect.OPENAI ? OpenAiVideoBody.of(video, url) : VideoBody.of(video, url);
    }
}
