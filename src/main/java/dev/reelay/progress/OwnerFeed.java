package dev.reelay.progress;

import java.util.Optional;
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

    private final Supplier<Uni<FeedPage>> open;
    private final Supplier<Uni<Long>> findEnd;
    private final LongFunction<Uni<FeedPage>> after;
    private final SingleFlight<FeedPage> refresh = new SingleFlight<>(this::refresh);
    private final EventLoopSubscribers<OwnerFeedListener> readers = new EventLoopSubscribers<>();
    private volatile long end = UNKNOWN; // only one refresh at a time writes it
    private volatile boolean opens;
    private volatile boolean reconnected;
    private volatile CompletionStage<FeedPage> first = CompletableFuture
            .failedFuture(new IllegalStateException("No subscriber"));

    /**
     * @param open reads the first page
     * @param after reads the page after a position
     */
    OwnerFeed(Supplier<Uni<FeedPage>> open, Supplier<Uni<Long>> findEnd, LongFunction<Uni<FeedPage>> after) {
        this.open = open;
        this.findEnd = findEnd;
        this.after = after;
    }

    /**
     * Adds a subscriber. This method and {@link #leave} must be called on the subscriber's event loop.
     *
     * @param fromStart true if the subscriber needs the first page; if it is the first subscriber, the page is read for it
     */
    void join(Executor eventLoop, OwnerFeedListener reader, boolean fromStart) {
        boolean isFirst = readers.isEmpty();
        readers.subscribe(eventLoop, reader);
        if (isFirst && end == UNKNOWN) {
            opens = fromStart;
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

    /** Returns the first page if it is being read for the first subscriber. The read may fail as that of {@link #end}. */
    Optional<Uni<FeedPage>> opening() {
        return opens && end == UNKNOWN ? Optional.of(Uni.createFrom().completionStage(first)) : Optional.empty();
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
                FeedPage news = before == UNKNOWN ? FeedPage.empty(batch.to()) : batch;
                readers.publish(reader -> reader.onPage(news));
            }
            if (batch.more()) {
                refresh.request(); // later changes are announced
            }
        });
    }

    private Uni<FeedPage> next() {
        if (end == UNKNOWN) {
            return opens ? open.get() : findEnd.get().map(FeedPage::empty);
        }
        return reconnected ? verified() : after.apply(end);
    }

    /** Returns the next page, or an empty page with an earlier end if the database lost changes. */
    private Uni<FeedPage> verified() {
        reconnected = false;
        return findEnd.get().onFailure().invoke(failure -> reconnected = true)
                .chain(position -> position >= end ? after.apply(end) : Uni.createFrom().item(FeedPage.empty(position)));
    }
}
