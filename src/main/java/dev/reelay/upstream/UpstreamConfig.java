package dev.reelay.upstream;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

@ConfigMapping(prefix = "reelay.upstream")
interface UpstreamConfig {
    /** Base url, up to and without {@code /v1/videos}. Without it the built-in sandbox is the upstream. */
    Optional<URI> url();

    /** The key that is sent to the upstream. Needed where {@code url} is set. */
    Optional<String> apiKey();

    /** The key that the built-in sandbox takes. */
    String sandboxApiKey();

    /** How often a running video is asked about: 30 s, and 1 s for the sandbox. */
    Optional<Duration> pollInterval();

    /** Does the upstream honour {@code Idempotency-Key}? False, and true for the sandbox. */
    Optional<Boolean> idempotentCreates();

    /** How long a connection may take to be made. */
    @WithDefault("5s")
    Duration connectTimeout();

    /** How long a create may take, its reference image included. */
    @WithDefault("60s")
    Duration createTimeout();

    /** How long the answer to a status request may take. */
    @WithDefault("15s")
    Duration statusTimeout();

    /** How often a failed status request is repeated before the next poll. */
    @WithDefault("2")
    int statusRetries();

    /** How long the head of a content answer may take. */
    @WithDefault("30s")
    Duration contentTimeout();
}
