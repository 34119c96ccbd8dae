package dev.reelay.api;

import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * A connection that carries Server-Sent Events (HTML standard, section 9.2) to one caller. All of it happens on the
 * request's event loop. Many thousands of these have to fit: nothing of the request is kept.
 */
final class SseConnection {
    /** What a slow reader may hold of this node's memory. */
    private static final int QUEUE_BYTES = 16 * 1024;
    private static final int RECONNECT_SPREAD_MILLIS = 2000;

    private final HttpServerResponse response;
    private final SseWriter socket;
    private final Executor eventLoop;
    private final SseTimings pace;
    private final long lastNanos;
    private final Consumer<SseConnection> onEnd;
    private @Nullable Source source;
    private long beatNanos;
    private long fullSince;
    private boolean full;
    private boolean over;

    /** What a stream tells of. */
    interface Source {
        /** There is room again where there was none. */
        void onWritable();

        /** The caller is gone, or has it all. */
        void onClosed();
    }

    SseConnection(HttpServerRequest request, Executor eventLoop, SseTimings pace, Consumer<SseConnection> onEnd) {
        long now = System.nanoTime();
        this.response = request.response();
        this.socket = new SseWriter(request);
        this.eventLoop = eventLoop;
        this.pace = pace;
        this.onEnd = onEnd;
        this.lastNanos = now + pace.lifetime();
        this.beatNanos = now + pace.heartbeat();
    }

    Executor eventLoop() {
        return eventLoop;
    }

    /** Begins the answer. */
    void open(Source source) {
        this.source = source;
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("X-Accel-Buffering", "no")
                .setWriteQueueMaxSize(QUEUE_BYTES)
                .exceptionHandler(broken -> close())
                .closeHandler(closed -> close());
        socket.open(pace.opening());
        response.headers().clear(); // they are sent
    }

    boolean isClosed() {
        return over;
    }

    /** Does the caller not keep up? Then its source is told once it does. */
    boolean isFull() {
        if (!full && response.writeQueueFull()) {
            full = true;
            fullSince = System.nanoTime();
            response.drainHandler(drained -> {
                full = false;
                source.onWritable();
            });
        }
        return full;
    }

    void send(SseChunk event) {
        socket.write(event);
    }

    void end(SseChunk lastEvent) {
        close();
        response.end(lastEvent.bytes());
    }

    void end() {
        close();
        response.end();
    }

    /** Ends the stream before its last event: the other side reconnects, and not all others at the same moment. */
    void closeForShutdown() {
        if (!over) {
            close();
            response.end("retry: %d\n\n".formatted(
                    SseTimings.RECONNECT_MILLIS + ThreadLocalRandom.current().nextInt(RECONNECT_SPREAD_MILLIS)));
        }
    }

    /** The connection is given up: half an event must not look like the end. */
    void abort() {
        close();
        socket.abort();
    }

    /**
     * To be called now and then.
     *
     * @return false where the stream had to be cut: its reader takes nothing any more
     */
    boolean check(long now) {
        if (over) {
            return true;
        }
        if (isFull()) {
            boolean stuck = now - fullSince > pace.writeTimeout();
            if (stuck) {
                abort();
            }
            return !stuck;
        }
        if (now - lastNanos > 0) {
            closeForShutdown();
        } else if (now - beatNanos > 0) {
            beatNanos = now + pace.heartbeat();
            send(pace.heartbeatComment());
        }
        return true;
    }

    private void close() {
        if (!over) {
            over = true;
            source.onClosed();
            onEnd.accept(this);
        }
    }
}
