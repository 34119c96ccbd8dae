package dev.reelay.api;

import java.util.Set;

import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Tags;
import io.quarkus.micrometer.runtime.HttpServerMetricsTagsContributor;

/** A method is any word that a caller makes up. The metrics know those of HTTP; the others are one. */
@Singleton
class HttpMethodTag implements HttpServerMetricsTagsContributor {
    private static final Set<String> KNOWN = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE",
            "CONNECT");

    @Override
    public Tags contribute(Context context) {
        String method = context.request().method().name();
        return KNOWN.contains(method) ? Tags.empty() : Tags.of("method", "other");
    }
}
