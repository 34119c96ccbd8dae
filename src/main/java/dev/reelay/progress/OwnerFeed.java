package dev.reelay.progress;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongFunction;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;

import dev.reelay.async.EventLoopSubscribers;
import dev.reelay.async.SingleFlight;

/** Feed of one owner's videos on this node: its end and its subscribers. Each new page is read once for all subscribers. */
final class OwnerFeed {
    private static final long UNKNOWN = -1;

    private final Supplier<Uni<Long>> findEnd;
    private final LongFunction<Uni<FeedPage>> after;
    private final SingleFlight<FeedPage> refresh = new SingleFlight<>(this::refresh);
    private final EventLoopSubscribers<OwnerFeedListener> readers = new EventLoopSubscribers<>();
    private volatile long end = UNKNOWN; // only one refresh at a time writes it
    private volatile boolean reconnected;

    OwnerFeed(Supplier<Uni<Long>> findEnd, LongFunction<Uni<FeedPage>> after) {
        this.findEnd = findEnd;
        this.after = after;
    }

    /** Adds a subscriber. This method and {@link #leave} must be called on the subscriber's event loop. */
    void join(Executor eventLoop, OwnerFeedListener reader) {
        readers.subscribe(eventLoop, reader);
        if (end == UNKNOWN) {
            refresh.request();
        }
    }

    void leave(Executor eventLoop, OwnerFeedListener reader) {
        readers.unsubscribe(eventLoop, reader);
    }

    boolean isFollowed() {
        return !readers.isEmpty();
    }

    void changed() {
        refresh.request();
    }

    /**
     * Reads the feed again after a connect to the database. If that is a copy that lacks the last changes, the subscribers
     * start again.
     */
    void reconnected() {
        reconnected = true;
        refresh.request();
    }

    private Uni<FeedPage> refresh() {
        return next().invoke(batch -> {
            boolean changed = batch.to() > end;
            end = batch.to();
            if (changed) {
                readers.publish(reader -> reader.onPage(batch));
                refresh.request(); // another page may follow
            }
        });
    }

    private Uni<FeedPage> next() {
        if (end == UNKNOWN) {
            return findEnd.get().map(OwnerFeed::emptyPage);
        }
        return reconnected ? rewound() : after.apply(end);
    }

    private Uni<FeedPage> rewound() {
        reconnected = false;
        return findEnd.get().onFailure().invoke(failure -> reconnected = true).chain(position -> {
            if (position >= end) {
                return after.apply(end);
            }
            readers.publish(OwnerFeedListener::onRewind);
            return Uni.createFrom().item(emptyPage(position));
        });
    }

    private static FeedPage emptyPage(long position) {
        return new FeedPage(position, position, List.of());
    }
}
