package dev.reelay.api.edge;

import java.time.Duration;
import java.util.stream.LongStream;

/**
 * The time limits of a connection, in nanoseconds.
 *
 * @param head for the head of a request
 * @param body for the next bytes of a body
 * @param idle for the next request
 * @param unread for the client to take a byte of a response
 */
record TimeLimits(long head, long body, long idle, long unread) {
    /** The share of the time for a head that remains while there are many connections. */
    private static final int CROWDED = 5;
    /** Downloads and event streams have limits of their own, which have to apply first. */
    private static final int UNREAD = 2;

    static TimeLimits of(EdgeConfig config) {
        Duration longest = config.downloadTimeout().compareTo(config.streamTimeout()) > 0 ? config.downloadTimeout()
                : config.streamTimeout();
        return new TimeLimits(config.headTimeout().toNanos(), config.bodyTimeout().toNanos(),
                config.keepAliveTimeout().toNanos(), longest.multipliedBy(UNREAD).toNanos());
    }

    /** Returns the limits of a connection that was accepted while there were many. */
    TimeLimits crowded() {
        return new TimeLimits(head / CROWDED, body, idle, unread);
    }

    /** Returns the shortest limit. A check at this interval misses no deadline, because none can be set nearer than that. */
    long shortest() {
        return LongStream.of(head, body, idle, unread).min().orElseThrow();
    }
}
