package dev.reelay.api.sse;

import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

import dev.reelay.access.Caller;

/**
 * A connection that sends Server-Sent Events (HTML standard, section 9.2) to one client. All methods run on the event loop of
 * the request. Keeps no reference to the request, because a node has many thousands of these connections.
 */
final class SseConnection {
    /** Size of the write queue, above which {@link #isFull} is true. */
    private static final int QUEUE_BYTES = 16 * 1024;
    private static final int RECONNECT_SPREAD_MILLIS = 2000;

    private final Caller caller;
    private final HttpServerResponse response;
    private final SseWriter socket;
    private final Executor eventLoop;
    private final SseTimings timings;
    private final long lastNanos;
    private final Consumer<SseConnection> onEnd;
    private @Nullable Source source;
    private long beatNanos;
    private long fullSince;
    private boolean full;
    /** Whether the write queue may have become full since the last check: only a write fills it. */
    private boolean written;
    private boolean begun;
    private boolean over;

    /** The source of the events of one stream. */
    interface Source {
        /** Called when a full write queue has room again. */
        void onWritable();

        /** Called once, when the stream ended or the connection closed. */
        void onClosed();
    }

    SseConnection(Caller caller, HttpServerRequest request, Executor eventLoop, SseTimings timings,
            Consumer<SseConnection> onEnd) {
        long now = System.nanoTime();
        this.caller = caller;
        this.response = request.response();
        this.socket = new SseWriter(request);
        this.eventLoop = eventLoop;
        this.timings = timings;
        this.onEnd = onEnd;
        this.lastNanos = now + timings.lifetime();
        this.beatNanos = now + timings.heartbeat();
    }

    Caller caller() {
        return caller;
    }

    Executor eventLoop() {
        return eventLoop;
    }

    /** Tells the source when the connection closes, from now on. The response does not begin before {@link #open}. */
    void attach(Source source) {
        this.source = source;
        response.exceptionHandler(broken -> close()).closeHandler(closed -> close());
    }

    /** Sends the head of the response and the opening comment. Must be called after {@link #attach}. */
    void open() {
        begun = true;
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("X-Accel-Buffering", "no")
                .setWriteQueueMaxSize(QUEUE_BYTES);
        socket.open(timings.opening());
        response.headers().clear(); // frees memory, the headers are sent
    }

    /** Gives up the stream before {@link #open}, so that an error can be the response. */
    void detach() {
        close();
    }

    boolean isClosed() {
        return over;
    }

    /** Returns true if the write queue is full; {@link Source#onWritable} is called when it has room again. */
    boolean isFull() {
        if (!full && response.writeQueueFull()) {
            full = true;
            fullSince = System.nanoTime();
            response.drainHandler(drained -> {
                full = false;
                source().onWritable();
            });
        }
        return full;
    }

    void send(SseChunk event) {
        written = true;
        socket.write(event);
    }

    void end(SseChunk lastEvent) {
        close();
        response.end(lastEvent.bytes());
    }

    void end() {
        if (isOpen()) {
            close();
            response.end();
        }
    }

    /** Ends the stream before its last event. A random {@code retry} spreads the reconnects of the clients. */
    void closeForShutdown() {
        if (isOpen()) {
            close();
            response.end("retry: %d\n\n".formatted(
                    SseTimings.RECONNECT_MILLIS + ThreadLocalRandom.current().nextInt(RECONNECT_SPREAD_MILLIS)));
        }
    }

    /** Resets the connection, so that the client does not take a partial event for the end of the stream. */
    void abort() {
        close();
        socket.abort();
    }

    /**
     * Sends a heartbeat if one is due, ends a stream that reached its lifetime, and aborts a stuck one. Must be called
     * periodically. Has no effect before {@link #open}.
     *
     * @param now {@link System#nanoTime}
     * @return false if the stream was aborted because the client read nothing for the write timeout
     */
    boolean check(long now) {
        if (!isOpen()) {
            return true;
        }
        written = written && isFull();
        if (written) {
            boolean stuck = now - fullSince > timings.writeTimeout();
            if (stuck) {
                abort();
            }
            return !stuck;
        }
        if (now - lastNanos > 0) {
            closeForShutdown();
        } else if (now - beatNanos > 0) {
            beatNanos = now + timings.heartbeat();
            send(timings.heartbeatComment());
        }
        return true;
    }

    private boolean isOpen() {
        return begun && !over;
    }

    private Source source() {
        if (source == null) {
            throw new IllegalStateException("The stream is not open");
        }
        return source;
    }

    private void close() {
        if (!over) {
            over = true;
            source().onClosed();
            onEnd.accept(this);
        }
    }
}
