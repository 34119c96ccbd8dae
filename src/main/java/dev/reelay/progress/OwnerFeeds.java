package dev.reelay.progress;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import io.smallrye.mutiny.Uni;

import dev.reelay.async.Gate;
import dev.reelay.async.VertxContexts;
import dev.reelay.database.Retries;
import dev.reelay.store.VideoFeed;

/**
 * Feeds of owners: all videos of an owner in the order of their last changes. A client that continues from a position gets
 * each later change on any node, without duplicates. A video that changed several times since then appears once, in its
 * current state, or as deleted.
 */
@ApplicationScoped
public class OwnerFeeds {
    private static final Logger LOG = Logger.getLogger(OwnerFeeds.class);
    private static final int BATCH = 100;
    /** Few enough to leave connections of the pool to requests. */
    private static final int READS_AT_ONCE = 8;

    private final VideoFeed feed;
    private final VertxContexts contexts;
    private final Gate reads = new Gate(READS_AT_ONCE);
    private final ConcurrentMap<String, OwnerFeed> topics = new ConcurrentHashMap<>();

    OwnerFeeds(VideoFeed feed, VertxContexts contexts) {
        this.feed = feed;
        this.contexts = contexts;
    }

    /**
     * Returns the first page for a new subscriber: the videos of the owner without a terminal status. If the subscriber has
     * joined before, it gets each change after this page.
     */
    public Uni<FeedPage> open(String owner) {
        OwnerFeed topic = topics.get(owner);
        Uni<FeedPage> read = readOpen(owner);
        return topic == null ? read
                : topic.opening().map(first -> first.onFailure().recoverWithUni(read)).orElse(read);
    }

    /**
     * Returns the page after a position from a client, or the first page ({@link #open}) if the position is unknown. Many
     * clients reconnect at once after a restart, and most of them have missed nothing: for those, the end of the feed is all
     * that is read.
     */
    public Uni<FeedPage> resume(String owner, long position) {
        return end(owner).chain(end -> end == position ? Uni.createFrom().item(FeedPage.empty(position))
                : read(() -> feed.isKnown(position)).chain(known -> known ? after(owner, position) : open(owner)));
    }

    /** Returns the page after a position; without later changes the page is empty and ends at that position. */
    public Uni<FeedPage> after(String owner, long position) {
        return read(() -> feed.after(owner, position, BATCH))
                .map(next -> new FeedPage(position, next.isEmpty() ? position : next.get(next.size() - 1).position(),
                        changes(next), next.size() == BATCH));
    }

    /**
     * Subscribes to later changes of an owner's videos.
     *
     * @param eventLoop event loop of the subscriber; the caller must run on it
     * @param fromStart true if {@link #open} follows
     */
    public void join(String owner, Executor eventLoop, OwnerFeedListener reader, boolean fromStart) {
        topics.compute(owner, (key, known) -> {
            OwnerFeed topic = known == null ? topic(key) : known;
            topic.join(eventLoop, reader, fromStart);
            return topic;
        });
    }

    /**
     * Ends a subscription.
     *
     * @param eventLoop event loop of the subscriber; the caller must run on it
     */
    public void leave(String owner, Executor eventLoop, OwnerFeedListener reader) {
        topics.computeIfPresent(owner, (key, topic) -> {
            topic.leave(eventLoop, reader);
            return topic.isFollowed() ? topic : null;
        });
    }

    void changed(String owner) {
        OwnerFeed topic = topics.get(owner);
        if (topic != null) {
            topic.changed();
        }
    }

    /** Reads all feeds again, because notifications may have been lost. */
    void refreshAll() {
        topics.values().forEach(OwnerFeed::reconnected);
    }

    int topics() {
        return topics.size();
    }

    /** Returns the end of the feed; reads it unless subscribers follow it already. */
    private Uni<Long> end(String owner) {
        OwnerFeed topic = topics.get(owner);
        Uni<Long> read = read(() -> feed.end(owner));
        return topic == null ? read : topic.end().onFailure().recoverWithUni(read);
    }

    private OwnerFeed topic(String owner) {
        Retries retries = new Retries();
        return new OwnerFeed(() -> persistently(owner, retries, readOpen(owner)),
                () -> persistently(owner, retries, read(() -> feed.end(owner))),
                end -> persistently(owner, retries, after(owner, end)));
    }

    private Uni<FeedPage> readOpen(String owner) {
        return read(() -> feed.open(owner)).map(open -> new FeedPage(0, open.end(), changes(open.videos()), false));
    }

    /** Schedules another read after a failure, because subscribers cannot retry. */
    private <T> Uni<T> persistently(String owner, Retries retries, Uni<T> read) {
        return read.invoke(retries::reset).onFailure().invoke(failure -> {
            LOG.warnf("Could not read the feed of %s, retrying: %s", owner, failure.getMessage());
            retries.delay().subscribe().with(later -> changed(owner));
        });
    }

    private <T> Uni<T> read(Supplier<Uni<T>> statement) {
        return reads.run(() -> contexts.run(statement));
    }

    private static List<FeedChange> changes(List<VideoFeed.Entry> entries) {
        return entries.stream().map(OwnerFeeds::change).toList();
    }

    private static FeedChange change(VideoFeed.Entry entry) {
        return entry.video().<FeedChange> map(video -> new VideoSnapshot(entry.position(), video))
                .orElseGet(() -> new DeletedVideo(entry.position(), entry.id()));
    }
}
