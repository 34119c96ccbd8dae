package dev.reelay.api;

import java.net.URI;

import jakarta.enterprise.context.ApplicationScoped;

import io.vertx.core.http.HttpServerRequest;

import dev.reelay.video.Video;

/** Shows videos to a caller: in its dialect, with urls that it can reach. */
@ApplicationScoped
class Bodies {
    private final ApiConfig config;

    Bodies(ApiConfig config) {
        this.config = config;
    }

    Object of(Video video, HttpServerRequest request) {
        return form(request).of(video);
    }

    Form form(HttpServerRequest request) {
        return new Form(Dialect.of(request.headers()), baseUrl(request));
    }

    /** What {@code /v1/videos} is appended to: the configured base, or else what the caller itself used. */
    String baseUrl(HttpServerRequest request) {
        String url = config.publicUrl().map(URI::toString)
                .orElseGet(() -> request.scheme() + "://" + request.authority());
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
