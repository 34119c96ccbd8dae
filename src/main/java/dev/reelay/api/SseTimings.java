package dev.reelay.api;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import io.vertx.core.buffer.Buffer;

/** The times of an event stream, in nanoseconds, and what each stream says at them. */
final class SseTimings {
    static final int RECONNECT_MILLIS = 1000;

    private static final double SHORTEST = 0.8;

    private final long heartbeat;
    private final long maxLifetime;
    private final long writeTimeout;
    // Not static: no memory outside the heap can be part of a native image.
    private final SseChunk opening = new SseChunk(Buffer.buffer(":\nretry: %d\n\n".formatted(RECONNECT_MILLIS)));
    private final SseChunk heartbeatComment = new SseChunk(Buffer.buffer(":\n\n"));

    /** @param patience with a reader that takes nothing */
    SseTimings(Duration heartbeat, Duration maxLifetime, Duration patience) {
        this.heartbeat = heartbeat.toNanos();
        this.maxLifetime = maxLifetime.toNanos();
        this.writeTimeout = patience.toNanos();
    }

    long heartbeat() {
        return heartbeat;
    }

    long writeTimeout() {
        return writeTimeout;
    }

    /** Another one for each stream, so that those who came together do not come back together. */
    long lifetime() {
        return (long) (maxLifetime * ThreadLocalRandom.current().nextDouble(SHORTEST, 1));
    }

    /** With which a stream begins. */
    SseChunk opening() {
        return opening;
    }

    /** With which it shows that it lives. */
    SseChunk heartbeatComment() {
        return heartbeatComment;
    }
}
