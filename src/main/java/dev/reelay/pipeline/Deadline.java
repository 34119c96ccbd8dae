package dev.reelay.pipeline;

import java.time.Duration;
import java.util.function.LongSupplier;

/** When a video has had its time, told by a clock that nobody sets. */
final class Deadline {
    private final LongSupplier nanoTime;
    private final long start;
    private final Duration left;

    /**
     * @param left from now
     * @param nanoTime {@link System#nanoTime}
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
