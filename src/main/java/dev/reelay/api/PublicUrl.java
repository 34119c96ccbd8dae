package dev.reelay.api;

import java.net.URI;

import jakarta.enterprise.context.ApplicationScoped;

import io.vertx.core.http.HttpServerRequest;

/** The base of the urls that are handed out: the configured one, or else what the caller itself used. */
@ApplicationScoped
class PublicUrl {
    private final ApiConfig config;

    PublicUrl(ApiConfig config) {
        this.config = config;
    }

    /** @return without a slash at its end */
    String of(HttpServerRequest request) {
        String url = config.publicUrl().map(URI::toString)
                .orElseGet(() -> request.scheme() + "://" + request.authority());
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
