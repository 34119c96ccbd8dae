package dev.reelay.testing;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * How tests wait: for a condition, and no longer than until it holds. Machines differ by a factor of seven, so the limit
 * says that something will never happen, not how fast it should have been.
 */
public final class Waits {
    /** The one limit of all waits. */
    public static final Duration LIMIT = Duration.ofMinutes(10);

    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

    private Waits() {
    }

    /** Returns an Awaitility condition with the limit. */
    public static ConditionFactory await() {
        return Awaitility.await().atMost(LIMIT).pollDelay(Duration.ZERO).pollInterval(POLL_INTERVAL);
    }

    /** As {@link #await()}, with the reason that a failure gives. */
    public static ConditionFactory await(String alias) {
        return Awaitility.await(alias).atMost(LIMIT).pollDelay(Duration.ZERO).pollInterval(POLL_INTERVAL);
    }
}
