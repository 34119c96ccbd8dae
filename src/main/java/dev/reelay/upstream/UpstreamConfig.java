package dev.reelay.upstream;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

@ConfigMapping(prefix = "reelay.upstream")
interface UpstreamConfig {
    /** Base url, up to and without {@code /v1/videos}. Without it the built-in sandbox is the upstream. */
    Optional<URI> url();

    /** The key that is sent to the upstream, where there is one account only; it is called {@code default}. */
    Optional<String> apiKey();

    /** A pool of accounts by name. A video stays with the one that took it. */
    Map<String, AccountConfig> accounts();

    /** The key that the built-in sandbox takes. */
    String sandboxApiKey();

    /** Requests of one account in any 60 seconds: 10, and 600 for the sandbox. 0 is no limit. */
    Optional<Integer> requestsPerMinute();

    /** Videos of one account at once. */
    @WithDefault("5")
    int concurrentVideos();

    /** How often a running video is asked about: 30 s, and 1 s for the sandbox. */
    Optional<Duration> pollInterval();

    /** Does the upstream honour {@code Idempotency-Key}? False, and true for the sandbox. */
    Optional<Boolean> idempotentCreates();

    /** How long an account is left alone whose key or credit the upstream refuses. */
    @WithDefault("10m")
    Duration cooldown();

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

    /** How long to wait before the first repetition; each further one waits twice as long. */
    @WithDefault("1s")
    Duration retryDelay();

    /** How many status requests, and how many creates, may be under way at once on one node. */
    @WithDefault("256")
    int bulkhead();

    /** Of so many calls of a kind in a row half have to fail for that kind to be suspended for a while. */
    @WithDefault("20")
    int breakerCalls();

    /** How long calls are suspended before one is tried again. */
    @WithDefault("5s")
    Duration breakerDelay();

    /** How long the head of a content answer may take. */
    @WithDefault("30s")
    Duration contentTimeout();

    interface AccountConfig {
        /** The key that is sent for this account. */
        String apiKey();
    }
}
