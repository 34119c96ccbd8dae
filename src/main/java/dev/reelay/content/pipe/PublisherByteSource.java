package dev.reelay.content.pipe;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;

/**
 * Adapts a publisher to a {@link ByteSource}. It prefetches a few buffers, and delivers each of them on one event loop,
 * whichever thread the publisher uses.
 */
// Workaround: no issue filed yet; give TempFileTest the ReadStreamSubscriber of the Mutiny bindings: it loses buffers of a
// publisher on another thread, as that of RxJava did (https://github.com/vert-x3/vertx-rx/pull/303); remove when it does not.
public final class PublisherByteSource extends AbstractByteSource implements Subscriber<ByteBuffer> {
    private static final int PREFETCH = 16;

    private final Context eventLoop;
    private final Queue<Buffer> pieces = new ArrayDeque<>(PREFETCH);
    private @Nullable Subscription subscription;
    private boolean emitting;
    private Runnable end = () -> {
    };
    private boolean ended;

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
            if (isDone()) {
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
        ends(this::complete);
    }

    @Override
    public void onError(Throwable cause) {
        ends(() -> fail(cause));
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
        while (!isPaused() && !isDone() && !pieces.isEmpty()) {
            deliver(pieces.remove());
            if (subscription != null) {
                subscription.request(1);
            }
        }
        emitting = false;
        if (!isPaused() && !isDone() && ended && pieces.isEmpty()) {
            end.run();
        }
    }

    @Override
    public void cancel() {
        super.cancel();
        pieces.clear();
        if (subscription != null) {
            subscription.cancel();
        }
    }

    @Override
    public ByteSource resume() {
        super.resume();
        emit();
        return this;
    }
}
