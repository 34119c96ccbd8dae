package dev.reelay.progress;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongFunction;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;

import dev.reelay.video.Coalesced;

/** The end of one owner's feed, and those who follow it. What is new is read once for all of them. */
final class FeedTopic {
    private static final long UNKNOWN = -1;

    private final Supplier<Uni<Long>> findEnd;
    private final LongFunction<Uni<Batch>> after;
    private final Coalesced<Batch> look = new Coalesced<>(this::look);
    private final Audience<FeedReader> readers = new Audience<>();
    private volatile long end = UNKNOWN; // written by one look at a time

    FeedTopic(Supplier<Uni<Long>> findEnd, LongFunction<Uni<Batch>> after) {
        this.findEnd = findEnd;
        this.after = after;
    }

    /** Called on the reader's event loop, as is {@link #leave}. */
    void join(Executor eventLoop, FeedReader reader) {
        readers.join(eventLoop, reader);
        if (end == UNKNOWN) {
            look.request();
        }
    }

    void leave(Executor eventLoop, FeedReader reader) {
        readers.leave(eventLoop, reader);
    }

    boolean isFollowed() {
        return !readers.isEmpty();
    }

    void changed() {
        look.request();
    }

    private Uni<Batch> look() {
        return next().invoke(batch -> {
            boolean news = batch.to() > end;
            end = batch.to();
            if (news) {
                readers.tell(reader -> reader.hear(batch));
                look.request(); // there may be more than a batch
            }
        });
    }

    private Uni<Batch> next() {
        return end == UNKNOWN ? findEnd.get().map(position -> new Batch(position, position, List.of())) : after.apply(end);
    }
}
