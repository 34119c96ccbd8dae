package dev.reelay.api.http;

import java.util.Set;

import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Tags;
import io.quarkus.micrometer.runtime.HttpServerMetricsTagsContributor;

/** Maps unknown HTTP methods to the label value {@code other}, so that clients cannot create time series. */
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
