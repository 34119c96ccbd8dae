package dev.reelay.content.pipe;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;

/**
 * Adapts a publisher to a {@link ByteSource}. It prefetches a few buffers, and delivers each of them on one event loop,
 * whichever thread the publisher uses.
 */
public final class PublisherByteSource implements ByteSource, Subscriber<ByteBuffer> {
    private static final int PREFETCH = 16;

    private final Context eventLoop;
    private final Queue<Buffer> pieces = new ArrayDeque<>(PREFETCH);
    private @Nullable Subscription subscription;
    private boolean paused = true;
    private boolean emitting;
    private boolean done;
    private Runnable end = () -> {
    };
    private boolean ended;
    private Handler<Buffer> handler = unread -> {
    };
    private Handler<Void> endHandler = unheard -> {
    };
    private Handler<Throwable> exceptionHandler = unheard -> {
    };

    private PublisherByteSource(Context eventLoop) {
        this.eventLoop = eventLoop;
    }

    public static PublisherByteSource of(Publisher<ByteBuffer> publisher, Context eventLoop) {
        PublisherByteSource bytes = new PublisherByteSource(eventLoop);
        publisher.subscribe(bytes);
        return bytes;
    }

    @Override
    public void onSubscribe(Subscription given) {
        eventLoop.runOnContext(now -> {
            subscription = given;
            if (done) {
                given.cancel();
            } else {
                given.request(PREFETCH);
            }
        });
    }

    @Override
    public void onNext(ByteBuffer piece) {
        Buffer copy = Buffer.buffer(piece.remaining()).setBytes(0, piece);
        eventLoop.runOnContext(now -> {
            pieces.add(copy);
            emit();
        });
    }

    @Override
    public void onComplete() {
        ends(() -> endHandler.handle(null));
    }

    @Override
    public void onError(Throwable cause) {
        ends(() -> exceptionHandler.handle(cause));
    }

    private void ends(Runnable last) {
        eventLoop.runOnContext(now -> {
            end = last;
            ended = true;
            emit();
        });
    }

    /** Delivers the queued buffers. The handler may pause and resume, so nested calls return at once. */
    private void emit() {
        if (emitting) {
            return;
        }
        emitting = true;
        while (!paused && !done && !pieces.isEmpty()) {
            handler.handle(pieces.remove());
            if (subscription != null) {
                subscription.request(1);
            }
        }
        emitting = false;
        if (!paused && !done && ended && pieces.isEmpty()) {
            done = true;
            end.run();
        }
    }

    @Override
    public void cancel() {
        done = true;
        pieces.clear();
        if (subscription != null) {
            subscription.cancel();
        }
    }

    @Override
    public PublisherByteSource pause() {
        paused = true;
        return this;
    }

    @Override
    public PublisherByteSource resume() {
        paused = false;
        emit();
        return this;
    }

    @Override
    public PublisherByteSource handler(@Nullable Handler<Buffer> chunks) {
        handler = chunks == null ? unread -> {
        } : chunks;
        return this;
    }

    @Override
    public PublisherByteSource endHandler(@Nullable Handler<Void> heard) {
        endHandler = heard == null ? unheard -> {
        } : heard;
        return this;
    }

    @Override
    public PublisherByteSource exceptionHandler(@Nullable Handler<Throwable> heard) {
        exceptionHandler = heard == null ? unheard -> {
        } : heard;
        return this;
    }
}
