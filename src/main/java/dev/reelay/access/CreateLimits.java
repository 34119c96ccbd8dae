package dev.reelay.access;

import java.time.Duration;
import java.util.Optional;

import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;

/** The limits of one caller for creates (contract 9), checked against the {@code CallerUsage} of a create. */
public final class CreateLimits {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final int perMinute;
    private final int concurrent;

    CreateLimits(int perMinute, int concurrent) {
        this.perMinute = perMinute;
        this.concurrent = concurrent;
    }

    /** Returns the maximum number of creates in any minute. */
    public int perMinute() {
        return perMinute;
    }

    /**
     * Checks the limits for one more create.
     *
     * @param creates number of creates in the last minute
     * @param freeingAge age of the create with which the limit is reached, counted from the newest; empty below the limit
     * @param open number of videos that are not terminal
     * @param untilNextEnd estimated time until one of the open videos ends
     * @return the limit after this create
     * @throws ReelayException with {@link ErrorCode#RATE_LIMIT_EXCEEDED} and the time after which a retry may succeed
     */
    public RateLimitStatus admit(int creates, Optional<Duration> freeingAge, int open, Optional<Duration> untilNextEnd) {
        if (creates >= perMinute) {
            throw ReelayException.later(ErrorCode.RATE_LIMIT_EXCEEDED,
                    "Too many creates: %d are allowed per minute".formatted(perMinute),
                    freeingAge.map(WINDOW::minus).orElse(SHORTEST_WAIT));
        }
        if (open >= concurrent) {
            throw ReelayException.later(ErrorCode.RATE_LIMIT_EXCEEDED,
                    "Too many videos at once: %d may be in progress".formatted(concurrent), clamped(untilNextEnd));
        }
        return new RateLimitStatus(perMinute, perMinute - creates - 1, WINDOW);
    }

    /**
     * Returns the limit of creates without one more.
     *
     * @param creates number of creates in the last minute
     * @param newestAge age of the newest of them
     */
    public RateLimitStatus peek(int creates, Optional<Duration> newestAge) {
        return new RateLimitStatus(perMinute, Math.max(0, perMinute - creates),
                newestAge.map(WINDOW::minus).orElse(Duration.ZERO));
    }

    private static Duration clamped(Optional<Duration> estimate) {
        return estimate.map(wait -> wait.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT
                : wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait).orElse(LONGEST_WAIT);
    }
}
