package dev.reelay.progress;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
    private final int fullPage;
    private final SingleFlight<FeedPage> refresh = new SingleFlight<>(this::refresh);
    private final EventLoopSubscribers<OwnerFeedListener> readers = new EventLoopSubscribers<>();
    private volatile long end = UNKNOWN; // only one refresh at a time writes it
    private volatile boolean reconnected;
    private volatile CompletionStage<FeedPage> first = CompletableFuture
            .failedFuture(new IllegalStateException("No subscriber"));

    /** @param fullPage maximum number of changes of a page */
    OwnerFeed(Supplier<Uni<Long>> findEnd, LongFunction<Uni<FeedPage>> after, int fullPage) {
        this.findEnd = findEnd;
        this.after = after;
        this.fullPage = fullPage;
    }

    /** Adds a subscriber. This method and {@link #leave} must be called on the subscriber's event loop. */
    void join(Executor eventLoop, OwnerFeedListener reader) {
        boolean isFirst = readers.isEmpty();
        readers.subscribe(eventLoop, reader);
        if (isFirst && end == UNKNOWN) {
            first = refresh.request();
        }
    }

    /**
     * Returns the position from which subscribers get each later change: the end as it was when the first of them joined, or a
     * later one. Fails if the database did not answer at that time; a later call may succeed.
     */
    Uni<Long> end() {
        long known = end;
        return known == UNKNOWN ? Uni.createFrom().completionStage(first).map(FeedPage::to) : Uni.createFrom().item(known);
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
            long before = end;
            end = batch.to();
            if (batch.to() < before) {
                readers.publish(OwnerFeedListener::onRewind);
            } else if (batch.to() > before) {
                readers.publish(reader -> reader.onPage(batch));
            }
            if (batch.changes().size() == fullPage) {
                refresh.request(); // another page may follow; later changes are announced
            }
        });
    }

    private Uni<FeedPage> next() {
        if (end == UNKNOWN) {
            return findEnd.get().map(OwnerFeed::emptyPage);
        }
        return reconnected ? verified() : after.apply(end);
    }

    /** Returns the next page, or an empty page with an earlier end if the database lost changes. */
    private Uni<FeedPage> verified() {
        reconnected = false;
        return findEnd.get().onFailure().invoke(failure -> reconnected = true)
                .chain(position -> position >= end ? after.apply(end) : Uni.createFrom().item(emptyPage(position)));
    }

    private static FeedPage emptyPage(long position) {
        return new FeedPage(position, position, List.of());
    }
}
