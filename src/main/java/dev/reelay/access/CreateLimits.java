package dev.reelay.access;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;

/** Checks the limits for creates (contract 9) against exact counts, which the caller of a method provides. */
final class CreateLimits {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final int perMinute;
    private final int concurrent;

    CreateLimits(int perMinute, int concurrent) {
        this.perMinute = perMinute;
        this.concurrent = concurrent;
    }

    /** @see AccessControl#admitCreate */
    RateLimitStatus admit(List<Duration> creates, int open, Optional<Duration> untilNextEnd) {
        if (creates.size() >= perMinute) {
            throw ReelayException.later(ErrorCode.RATE_LIMIT_EXCEEDED,
                    "Too many creates: %d are allowed per minute".formatted(perMinute),
                    WINDOW.minus(creates.get(perMinute - 1)));
        }
        if (open >= concurrent) {
            throw ReelayException.later(ErrorCode.RATE_LIMIT_EXCEEDED,
                    "Too many videos at once: %d may be in progress".formatted(concurrent), clamped(untilNextEnd));
        }
        return new RateLimitStatus(perMinute, perMinute - creates.size() - 1, WINDOW);
    }

    /** @see AccessControl#createLimit */
    RateLimitStatus peek(List<Duration> creates) {
        return new RateLimitStatus(perMinute, Math.max(0, perMinute - creates.size()),
                creates.isEmpty() ? Duration.ZERO : WINDOW.minus(creates.get(0)));
    }

    private static Duration clamped(Optional<Duration> estimate) {
        return estimate.map(wait -> wait.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT
                : wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait).orElse(LONGEST_WAIT);
    }
}
