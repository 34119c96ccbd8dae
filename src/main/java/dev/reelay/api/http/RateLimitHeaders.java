package dev.reelay.api.http;

import java.time.Duration;
import java.util.Optional;

import io.vertx.core.http.HttpServerResponse;

import dev.reelay.access.RateLimitStatus;

/** The {@code x-ratelimit-*} headers, one family for requests in general and one for creates. */
public final class RateLimitHeaders {
    public static final RateLimitHeaders REQUESTS = new RateLimitHeaders("requests");
    public static final RateLimitHeaders CREATES = new RateLimitHeaders("creates");

    private final String limit;
    private final String remaining;
    private final String reset;

    private RateLimitHeaders(String family) {
        this.limit = "x-ratelimit-limit-" + family;
        this.remaining = "x-ratelimit-remaining-" + family;
        this.reset = "x-ratelimit-reset-" + family;
    }

    public void put(HttpServerResponse response, RateLimitStatus state) {
        response.putHeader(limit, String.valueOf(state.limit()))
                .putHeader(remaining, String.valueOf(state.remaining()))
                .putHeader(reset, seconds(state.reset()) + "s");
    }

    /**
     * Sets the headers of a budget in money.
     *
     * @param limit USD
     * @param remaining USD
     * @param reset the time until the budget is renewed; empty if it never is
     */
    public static void putBudget(HttpServerResponse response, String limit, String remaining, Optional<Duration> reset) {
        response.putHeader("x-ratelimit-limit-budget", limit).putHeader("x-ratelimit-remaining-budget", remaining);
        reset.ifPresent(wait -> response.putHeader("x-ratelimit-reset-budget", seconds(wait) + "s"));
    }

    /** Sets {@code Retry-After} (RFC 9110, section 10.2.3) and {@code retry-after-ms}, which the OpenAI SDKs obey. */
    static void putRetryAfter(HttpServerResponse response, Duration wait) {
        response.putHeader("Retry-After", String.valueOf(seconds(wait)))
                .putHeader("retry-after-ms", String.valueOf(Math.max(1, wait.toMillis())));
    }

    /** Returns the duration in seconds, rounded up, so that a retry at that time is not too early. */
    private static long seconds(Duration duration) {
        return duration.plusMillis(999).toSeconds();
    }
}
