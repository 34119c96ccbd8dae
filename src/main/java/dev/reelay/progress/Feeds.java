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
import dev.reelay.video.FreshContext;
import dev.reelay.video.VideoFeed;

/**
 * All videos of an owner, in the order of their changes. Who reads on from a position misses none and gets none twice,
 * on whatever node; a video that changed several times since comes once, as it is now.
 */
@ApplicationScoped
public class Feeds {
    private static final Logger LOG = Logger.getLogger(Feeds.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int BATCH = 100;

    private final VideoFeed feed;
    private final FreshContext contexts;
    private final ConcurrentMap<String, FeedTopic> topics = new ConcurrentHashMap<>();

    Feeds(VideoFeed feed, FreshContext contexts) {
        this.feed = feed;
        this.contexts = contexts;
    }

    /** Where somebody begins who has read nothing: the videos that are not settled yet. */
    public Uni<Batch> open(String owner) {
        return contexts.run(() -> feed.end(owner))
                .chain(end -> contexts.run(() -> feed.open(owner, end)).map(open -> new Batch(0, end, news(open))));
    }

    /** As {@link #after}, for a position that somebody brings along; as {@link #open} where it is not of this feed. */
    public Uni<Batch> resume(String owner, long position) {
        return contexts.run(() -> feed.isKnown(position)).chain(known -> known ? after(owner, position) : open(owner));
    }

    /** What comes next; ends where it begins if there is nothing. */
    public Uni<Batch> after(String owner, long position) {
        return contexts.run(() -> feed.after(owner, position, BATCH))
                .map(next -> new Batch(position, next.isEmpty() ? position : next.get(next.size() - 1).position(), news(next)));
    }

    /**
     * Tells of what is new from now on.
     *
     * @param eventLoop on which this is called, and the reader is told
     */
    public void join(String owner, Executor eventLoop, FeedReader reader) {
        topics.compute(owner, (key, known) -> {
            FeedTopic topic = known == null ? topic(key) : known;
            topic.join(eventLoop, reader);
            return topic;
        });
    }

    /** @param eventLoop the reader's, on which this is called */
    public void leave(String owner, Executor eventLoop, FeedReader reader) {
        topics.computeIfPresent(owner, (key, topic) -> {
            topic.leave(eventLoop, reader);
            return topic.isFollowed() ? topic : null;
        });
    }

    void changed(String owner) {
        FeedTopic topic = topics.get(owner);
        if (topic != null) {
            topic.changed();
        }
    }

    /** Some changes may not have been announced. */
    void anythingMayHaveChanged() {
        topics.values().forEach(FeedTopic::changed);
    }

    int topics() {
        return topics.size();
    }

    private FeedTopic topic(String owner) {
        return new FeedTopic(() -> persistently(owner, contexts.run(() -> feed.end(owner))),
                end -> persistently(owner, after(owner, end)));
    }

    /** Those who follow it cannot ask again. */
    private <T> Uni<T> persistently(String owner, Uni<T> read) {
        return read.onFailure().invoke(failure -> {
            LOG.warnf("Cannot read the feed of %s: %s", owner, failure.getMessage());
            Uni.createFrom().voidItem().onItem().delayIt().by(RETRY).subscribe().with(later -> changed(owner));
        });
    }

    private static List<News> news(List<FeedEntry> entries) {
        return entries.stream().map(entry -> new News(entry.position(), entry.video())).toList();
    }
}
