package dev.reelay.access;

import java.time.Duration;

/**
 * The state of a rate limit.
 *
 * @param limit requests per minute
 * @param remaining requests that are possible now
 * @param reset time until the whole limit is available again
 */
public record RateLimitStatus(int limit, int remaining, Duration reset) {
}
