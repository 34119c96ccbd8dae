package dev.reelay.api.sse;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import io.vertx.core.buffer.Buffer;

/** The timeouts of event streams in nanoseconds, and the fixed chunks that each stream sends. */
final class SseTimings {
    static final int RECONNECT_MILLIS = 1000;

    private static final double SHORTEST = 0.8;

    private final long heartbeat;
    private final long maxLifetime;
    private final long writeTimeout;
    // Not static: a native image cannot contain direct memory.
    private final SseChunk opening = new SseChunk(Buffer.buffer(":\nretry: %d\n\n".formatted(RECONNECT_MILLIS)));
    private final SseChunk heartbeatComment = new SseChunk(Buffer.buffer(":\n\n"));

    /** @param writeTimeout time after which a client that reads nothing is disconnected */
    SseTimings(Duration heartbeat, Duration maxLifetime, Duration writeTimeout) {
        this.heartbeat = heartbeat.toNanos();
        this.maxLifetime = maxLifetime.toNanos();
        this.writeTimeout = writeTimeout.toNanos();
    }

    long heartbeat() {
        return heartbeat;
    }

    long writeTimeout() {
        return writeTimeout;
    }

    /** Returns a random lifetime, so that clients that connected together do not reconnect together. */
    long lifetime() {
        return (long) (maxLifetime * ThreadLocalRandom.current().nextDouble(SHORTEST, 1));
    }

    /** Returns the first chunk of a stream, which sets the reconnect time. */
    SseChunk opening() {
        return opening;
    }

    /** Returns the comment that the stream sends as a heartbeat. */
    SseChunk heartbeatComment() {
        return heartbeatComment;
    }
}
