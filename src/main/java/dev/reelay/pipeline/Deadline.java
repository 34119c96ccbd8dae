package dev.reelay.pipeline;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A deadline on the monotonic clock; changes of the system time do not move it. */
final class Deadline {
    private final LongSupplier nanoTime;
    private final long start;
    private final Duration left;

    /**
     * Starts the deadline now.
     *
     * @param left the time until the deadline; zero or negative if it has passed
     * @param nanoTime the clock, {@link System#nanoTime} in production
     */
    Deadline(Duration left, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.left = left;
    }

    boolean hasPassed() {
        return Duration.ofNanos(nanoTime.getAsLong() - start).compareTo(left) >= 0;
    }
}
