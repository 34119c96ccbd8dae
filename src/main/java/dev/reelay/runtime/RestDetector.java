package dev.reelay.runtime;

import java.time.Duration;

/** Tells when a busy process comes to rest, from its processor time in equal intervals. Not thread-safe. */
final class RestDetector {
    private final Duration busy;
    private Duration last = Duration.ZERO;
    private boolean wasBusy;

    /** @param busy the processor time of an interval above which the process was busy in it */
    RestDetector(Duration busy) {
        this.busy = busy;
    }

    /**
     * Returns true if the process rested in the interval that ends now, and was busy in the one before.
     *
     * @param processorTime the processor time of the process since its start
     */
    boolean comesToRest(Duration processorTime) {
        boolean isBusy = processorTime.minus(last).compareTo(busy) > 0;
        boolean rests = wasBusy && !isBusy;
        last = processorTime;
        wasBusy = isBusy;
        return rests;
    }
}
