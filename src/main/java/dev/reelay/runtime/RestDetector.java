package dev.reelay.runtime;

import java.time.Duration;

/** Tells when a process rests after it has worked, from its processor time in equal intervals. Not thread-safe. */
final class RestDetector {
    private final Duration rest;
    private final Duration work;
    private Duration last = Duration.ZERO;
    private Duration lastTrue = Duration.ZERO;

    /**
     * @param rest the processor time of an interval up to which the process rests in it
     * @param work the minimum processor time from one true result to the next
     */
    RestDetector(Duration rest, Duration work) {
        this.rest = rest;
        this.work = work;
    }

    /**
     * Returns true if the process rested in the interval that ends now, and has worked since this method last returned true.
     *
     * @param processorTime the processor time of the process since its start
     */
    boolean restsAfterWork(Duration processorTime) {
        boolean rests = processorTime.minus(last).compareTo(rest) <= 0;
        boolean worked = processorTime.minus(lastTrue).compareTo(work) >= 0;
        last = processorTime;
        if (rests && worked) {
            lastTrue = processorTime;
        }
        return rests && worked;
    }
}
