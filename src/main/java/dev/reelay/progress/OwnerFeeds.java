package dev.reelay.progress;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import io.smallrye.mutiny.Uni;

import dev.reelay.video.FeedEntry;
import dev.reelay.video.VertxContexts;
import dev.reelay.video.VideoFeed;

/**
 * All videos of an owner, in the order of their changes. Who reads on from a position misses none and gets none twice,
 * on whatever node; a video that changed several times since comes once, as it is now.
 */
@ApplicationScoped
public class OwnerFeeds {
    private static final Logger LOG = Logger.getLogger(OwnerFeeds.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int BATCH = 100;

    private final VideoFeed feed;
    private final VertxContexts contexts;
    private final ConcurrentMap<String, OwnerFeed> topics = new ConcurrentHashMap<>();

    OwnerFeeds(VideoFeed feed, VertxContexts contexts) {
        this.feed = feed;
        this.contexts = contexts;
    }

    /** Where somebody begins who has read nothing: the videos that are not settled yet. */
    public Uni<FeedPage> open(String owner) {
        return contexts.run(() -> feed.end(owner))
                .chain(end -> contexts.run(() -> feed.open(owner, end)).map(open -> new FeedPage(0, end, news(open))));
    }

    /** As {@link #after}, for a position that somebody brings along; as {@link #open} where it is not of this feed. */
    public Uni<FeedPage> resume(String owner, long position) {
        return contexts.run(() -> feed.isKnown(position)).chain(known -> known ? after(owner, position) : open(owner));
    }

    /** What comes next; ends where it begins if there is nothing. */
    public Uni<FeedPage> after(String owner, long position) {
        return contexts.run(() -> feed.after(owner, position, BATCH))
                .map(next -> new FeedPage(position, next.isEmpty() ? position : next.get(next.size() - 1).position(),
                        news(next)));
    }

    /**
     * Tells of what is new from now on.
     *
     * @param eventLoop on which this is called, and the reader is told
     */
    public void join(String owner, Executor eventLoop, OwnerFeedListener reader) {
        topics.compute(owner, (key, known) -> {
            OwnerFeed topic = known == null ? topic(key) : known;
            topic.join(eventLoop, reader);
            return topic;
        });
    }

    /** @param eventLoop the reader's, on which this is called */
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

    /** Some changes may not have been announced. */
    void refreshAll() {
        topics.values().forEach(OwnerFeed::changed);
    }

    int topics() {
        return topics.size();
    }

    private OwnerFeed topic(String owner) {
        return new OwnerFeed(() -> persistently(owner, contexts.run(() -> feed.end(owner))),
                end -> persistently(owner, after(owner, end)));
    }

    /** Those who follow it cannot ask again. */
    private <T> Uni<T> persistently(String owner, Uni<T> read) {
        return read.onFailure().invoke(failure -> {
            LOG.warnf("Cannot read the feed of %s: %s", owner, failure.getMessage());
            Uni.createFrom().voidItem().onItem().delayIt().by(RETRY).subscribe().with(later -> changed(owner));
        });
    }

    private static List<VideoSnapshot> news(List<FeedEntry> entries) {
        return entries.stream().map(entry -> new VideoSnapshot(entry.position(), entry.video())).toList();
    }
}
