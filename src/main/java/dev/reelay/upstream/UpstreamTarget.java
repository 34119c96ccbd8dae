package dev.reelay.upstream;

import java.net.URI;
import java.time.Duration;

import jakarta.inject.Singleton;

import io.quarkus.vertx.http.HttpServer;

/** Where the upstream is and how it behaves: the one that the configuration names, or else the built-in sandbox. */
@Singleton
class UpstreamTarget {
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(30);
    private static final Duration SANDBOX_POLL_INTERVAL = Duration.ofSeconds(1);

    private final UpstreamConfig config;
    private final HttpServer ownServer;
    private final String apiKey;

    /** @throws IllegalArgumentException for an upstream without a key */
    UpstreamTarget(UpstreamConfig config, HttpServer ownServer) {
        this.config = config;
        this.ownServer = ownServer;
        this.apiKey = isSandbox() ? config.sandboxApiKey()
                : config.apiKey().orElseThrow(() -> new IllegalArgumentException(
                        "reelay.upstream.api-key is missing: it is needed where reelay.upstream.url is set"));
    }

    /** Base url without a slash at its end. The sandbox's is known once this very program listens. */
    String url() {
        String url = config.url().map(URI::toString)
                .orElseGet(() -> "http://localhost:" + ownServer.getPort() + "/sandbox");
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    String apiKey() {
        return apiKey;
    }

    Duration pollInterval() {
        return config.pollInterval().orElse(isSandbox() ? SANDBOX_POLL_INTERVAL : POLL_INTERVAL);
    }

    /** May a create be repeated under the same {@code Idempotency-Key}? */
    boolean idempotentCreates() {
        return config.idempotentCreates().orElse(isSandbox());
    }

    private boolean isSandbox() {
        return config.url().isEmpty();
    }
}
