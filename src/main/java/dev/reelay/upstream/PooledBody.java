package dev.reelay.upstream;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.Queue;

import org.jspecify.annotations.Nullable;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.streams.ReadStream;

/**
 * The body of a response in the pooled memory into which the socket was read, initially paused. The body that Vert.x offers
 * has a copy of each chunk on the heap, and a socket needs one more copy to write it from there.
 * <p>
 * The reader must release each chunk that it gets. All calls belong on the event loop of the connection.
 */
public final class PooledBody implements ReadStream<Buffer> {
    private final Channel channel;
    private final Queue<ByteBuf> chunks = new ArrayDeque<>();
    private @Nullable ContextInternal context;
    private @Nullable HttpClientResponse response;
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> endHandler;
    private @Nullable Handler<Throwable> exceptionHandler;
    private @Nullable Throwable failure;
    private boolean paused = true;
    private boolean arrived;
    private boolean emitting;
    private boolean done;

    PooledBody(Channel channel) {
        this.channel = channel;
        channel.config().setAutoRead(false);
    }

    /** Gives the body to the response whose head has just arrived; the handlers run on the present context. */
    PooledBody of(HttpClientResponse head) {
        context = (ContextInternal) requireNonNull(Vertx.currentContext(), "no event loop");
        response = head.exceptionHandler(this::fail);
        return this;
    }

    /** Adds a chunk, and takes over its reference. */
    void add(ByteBuf chunk) {
        if (done || !chunk.isReadable()) {
            chunk.release();
        } else {
            chunks.add(chunk);
            emit();
        }
    }

    /** Tells that all chunks have been added. The connection may serve another request from now on. */
    void end() {
        arrived = true;
        channel.config().setAutoRead(true);
        emit();
    }

    private void fail(Throwable cause) {
        failure = cause;
        emit();
    }

    /** Aborts the response: closes its connection, unless the rest of the response arrives with what was read already. */
    void cancel() {
        release();
        channel.eventLoop().execute(() -> {
            if (!arrived && response != null) {
                response.request().reset();
            }
        });
    }

    /** Releases the chunks of a closed connection if no response has this body. */
    void releaseUnlessTaken() {
        if (response == null) {
            release();
        }
    }

    private void release() {
        done = true;
        chunks.forEach(ByteBuf::release);
        chunks.clear();
    }

    /** Delivers what has arrived. A handler may pause and resume, so nested calls return at once. */
    private void emit() {
        if (emitting) {
            return;
        }
        emitting = true;
        while (!paused && !done && !chunks.isEmpty()) {
            Buffer chunk = Buffer.buffer(chunks.remove());
            call(requireNonNull(handler, "no handler"), chunk);
        }
        emitting = false;
        if (!paused && !done && (arrived || failure != null)) {
            done = true;
            if (arrived) {
                call(endHandler, null);
            } else {
                call(exceptionHandler, failure);
            }
        }
    }

    private <T> void call(@Nullable Handler<T> target, @Nullable T event) {
        if (target != null) {
            requireNonNull(context, "no response").dispatch(event, target);
        }
    }

    @Override
    public PooledBody handler(@Nullable Handler<Buffer> reader) {
        handler = reader;
        return this;
    }

    @Override
    public PooledBody endHandler(@Nullable Handler<Void> ended) {
        endHandler = ended;
        return this;
    }

    @Override
    public PooledBody exceptionHandler(@Nullable Handler<Throwable> failed) {
        exceptionHandler = failed;
        return this;
    }

    @Override
    public PooledBody pause() {
        paused = true;
        read(false);
        return this;
    }

    @Override
    public PooledBody resume() {
        paused = false;
        emit();
        read(!paused);
        return this;
    }

    /** Unsupported: the stream is controlled by {@link #pause} and {@link #resume} only. */
    @Override
    public PooledBody fetch(long amount) {
        throw new UnsupportedOperationException("fetch is not supported, use pause and resume");
    }

    private void read(boolean more) {
        if (!arrived) {
            channel.config().setAutoRead(more);
        }
    }
}
