package dev.reelay.api;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** The times of an event stream, in nanoseconds. */
final class EventPace {
    private static final double SHORTEST = 0.8;

    private final long heartbeat;
    private final long maxLifetime;
    private final long patience;

    /** @param patience with a reader that takes nothing */
    EventPace(Duration heartbeat, Duration maxLifetime, Duration patience) {
        this.heartbeat = heartbeat.toNanos();
        this.maxLifetime = maxLifetime.toNanos();
        this.patience = patience.toNanos();
    }

    long heartbeat() {
        return heartbeat;
    }

    long patience() {
        return patience;
    }

    /** Another one for each stream, so that those who came together do not come back together. */
    long lifetime() {
        return (long) (maxLifetime * ThreadLocalRandom.current().nextDouble(SHORTEST, 1));
    }
}
