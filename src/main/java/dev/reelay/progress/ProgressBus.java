package dev.reelay.progress;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;

import dev.reelay.video.VertxContexts;
import dev.reelay.video.Video;
import dev.reelay.video.VideoId;
import dev.reelay.video.VideoLog;
import dev.reelay.video.VideoRepository;

/**
 * What this node knows of videos that somebody watches or asks about. Progress is a level, not a log: an announced change
 * is only the reason to look at the row again, and whoever was slow gets the latest.
 */
@ApplicationScoped
public class ProgressBus {
    private static final Logger LOG = Logger.getLogger(ProgressBus.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final VideoRepository videos;
    private final VertxContexts contexts;
    private final Counter fromMemory;
    private final Counter fromRow;
    private final ConcurrentMap<VideoId, VideoSubscription> topics = new ConcurrentHashMap<>();
    private final AtomicLong gaps = new AtomicLong();
    private volatile long connectionEpoch = VideoSubscription.DISCONNECTED;

    ProgressBus(VideoRepository videos, VertxContexts contexts, MeterRegistry metrics) {
        this.videos = videos;
        this.contexts = contexts;
        this.fromMemory = reads("memory", metrics);
        this.fromRow = reads("row", metrics);
    }

    private static Counter reads(String source, MeterRegistry metrics) {
        return Counter.builder("reelay.progress.reads")
                .description("Requests for one video that this node answered from its memory, or from the database")
                .tag("source", source).register(metrics);
    }

    /**
     * The video, whoever owns it, as it was no earlier than the last announced change; one that is settled or unknown is
     * read from its row.
     */
    public Uni<Optional<VideoSnapshot>> current(VideoId id) {
        VideoSubscription topic = topics.computeIfAbsent(id, this::topic);
        (topic.isKnown() ? fromMemory : fromRow).increment();
        return topic.now();
    }

    /**
     * Tells of the video as it is now and of each later version. A watcher that comes late skips versions, never the
     * last.
     *
     * @param eventLoop on which this is called, and the watcher is told
     */
    public void join(VideoId id, Executor eventLoop, VideoListener watcher) {
        topics.compute(id, (key, known) -> {
            VideoSubscription topic = known == null ? topic(key) : known;
            topic.join(eventLoop, watcher);
            return topic;
        }).replay(watcher);
    }

    /** @param eventLoop the watcher's, on which this is called */
    public void leave(VideoId id, Executor eventLoop, VideoListener watcher) {
        topics.computeIfPresent(id, (key, topic) -> {
            topic.unsubscribe(eventLoop, watcher);
            return topic.isWatched() ? topic : null;
        });
    }

    /** The video changed, on whatever node. */
    public void changed(VideoId id) {
        VideoSubscription topic = topics.get(id);
        if (topic != null) {
            topic.changed();
        }
    }

    /** From now on each change is announced; some before may not have been. */
    void onConnected() {
        connectionEpoch = gaps.incrementAndGet();
        topics.values().forEach(VideoSubscription::changed);
    }

    /** Changes are not announced for a while: only rows are to be believed. */
    void onDisconnected() {
        connectionEpoch = VideoSubscription.DISCONNECTED;
    }

    /** Forgets what nobody asked about since the last time. */
    void evictUnused() {
        topics.keySet().forEach(id -> topics.computeIfPresent(id, (key, topic) -> topic.isUnused() ? null : topic));
    }

    int topics() {
        return topics.size();
    }

    private VideoSubscription topic(VideoId id) {
        return new VideoSubscription(() -> read(id), () -> connectionEpoch, System::nanoTime);
    }

    /** Those who watch cannot ask again: for them it is tried until it works. */
    private Uni<Optional<Video>> read(VideoId id) {
        return contexts.run(() -> videos.find(id)).onFailure().invoke(failure -> {
            VideoSubscription topic = topics.get(id);
            if (topic != null && topic.isWatched()) {
                VideoLog.withVideo(id, () -> LOG.warnf("Cannot read %s for those who watch it: %s", id, failure.getMessage()));
                Uni.createFrom().voidItem().onItem().delayIt().by(RETRY).subscribe().with(later -> changed(id));
            }
        });
    }
}
