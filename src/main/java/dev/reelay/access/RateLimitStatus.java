package dev.reelay.access;

import java.time.Duration;

/**
 * How much of a limit is left after a request was counted.
 *
 * @param limit in any minute
 * @param reset until all of it is there again
 */
public record RateLimitStatus(int limit, int remaining, Duration reset) {
}
