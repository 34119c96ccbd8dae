package dev.reelay.progress;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;

import dev.reelay.async.BatchedReads;
import dev.reelay.async.VertxContexts;
import dev.reelay.database.Retries;
import dev.reelay.store.VideoRepository;
import dev.reelay.telemetry.VideoLog;
import dev.reelay.video.Video;
import dev.reelay.video.VideoId;

/**
 * Cache of the videos that have subscribers or requests on this node. A notification only triggers a new read of the row, so
 * that a slow subscriber skips intermediate versions and gets the latest one. Reads of many videos at once share statements.
 */
@ApplicationScoped
public class ProgressBus {
    private static final Logger LOG = Logger.getLogger(ProgressBus.class);

    /** Few enough to leave connections of the pool to requests. */
    private static final int READS_AT_ONCE = 4;
    private static final int VIDEOS_OF_READ = 100;

    private final BatchedReads<VideoId, Video> rows;
    private final Counter fromMemory;
    private final Counter fromRow;
    private final ConcurrentMap<VideoId, VideoSubscription> topics = new ConcurrentHashMap<>();
    private final AtomicLong gaps = new AtomicLong();
    private volatile long connectionEpoch = VideoSubscription.DISCONNECTED;

    ProgressBus(VideoRepository videos, VertxContexts contexts, MeterRegistry metrics) {
        this.rows = new BatchedReads<>(ids -> contexts.run(() -> read(videos, ids)), READS_AT_ONCE, VIDEOS_OF_READ);
        this.fromMemory = reads("memory", metrics);
        this.fromRow = reads("row", metrics);
    }

    private static Counter reads(String source, MeterRegistry metrics) {
        return Counter.builder("reelay.progress.reads")
                .description("Requests for one video that this node answered from its cache, or from the database")
                .tag("source", source).register(metrics);
    }

    /**
     * Returns a video of any owner, at least as recent as the last notification, or empty if it does not exist. A terminal or
     * unknown video is always read from its row.
     */
    public Uni<Optional<VideoSnapshot>> current(VideoId id) {
        VideoSubscription topic = topics.computeIfAbsent(id, this::topic);
        (topic.isKnown() ? fromMemory : fromRow).increment();
        return topic.now();
    }

    /** Returns a video as {@link #current} does, but from its row in any case. */
    public Uni<Optional<VideoSnapshot>> reread(VideoId id) {
        changed(id);
        return current(id);
    }

    /**
     * Subscribes to a video: the current version and later ones. A slow subscriber may skip versions, but never the last.
     *
     * @param eventLoop event loop of the subscriber; the caller must run on it
     */
    public void join(VideoId id, Executor eventLoop, VideoListener watcher) {
        topics.compute(id, (key, known) -> {
            VideoSubscription topic = known == null ? topic(key) : known;
            topic.join(eventLoop, watcher);
            return topic;
        }).replay(watcher);
    }

    /**
     * Ends a subscription.
     *
     * @param eventLoop event loop of the subscriber; the caller must run on it
     */
    public void leave(VideoId id, Executor eventLoop, VideoListener watcher) {
        topics.computeIfPresent(id, (key, topic) -> {
            topic.unsubscribe(eventLoop, watcher);
            return topic.isWatched() ? topic : null;
        });
    }

    /** Marks the cached state of a video stale after a change on any node. */
    public void changed(VideoId id) {
        VideoSubscription topic = topics.get(id);
        if (topic != null) {
            topic.changed();
        }
    }

    /** Refreshes all videos after a connect, because earlier notifications may have been lost. */
    void onConnected() {
        connectionEpoch = gaps.incrementAndGet();
        topics.values().forEach(VideoSubscription::changed);
    }

    /** Marks all cached states stale, because there are no notifications until the next {@link #onConnected}. */
    void onDisconnected() {
        connectionEpoch = VideoSubscription.DISCONNECTED;
    }

    /** Removes videos without subscribers and without a request since the previous call. */
    void evictUnused() {
        topics.keySet().forEach(id -> topics.computeIfPresent(id, (key, topic) -> topic.isUnused() ? null : topic));
    }

    int topics() {
        return topics.size();
    }

    /** Reads a video without subscribers first, because a request waits for it. */
    private CompletionStage<Optional<Video>> row(VideoId id) {
        VideoSubscription topic = topics.get(id);
        return topic != null && topic.isWatched() ? rows.get(id) : rows.getSoon(id);
    }

    private static Uni<Map<VideoId, Video>> read(VideoRepository videos, Set<VideoId> ids) {
        if (ids.size() > 1) {
            return videos.find(ids);
        }
        VideoId id = ids.iterator().next();
        return videos.find(id).map(found -> found.map(video -> Map.of(id, video)).orElse(Map.of()));
    }

    private VideoSubscription topic(VideoId id) {
        Retries retries = new Retries();
        return new VideoSubscription(() -> read(id, retries), () -> connectionEpoch, System::nanoTime);
    }

    /** Reads the row. After a failure it schedules another read if there are subscribers, because they cannot retry. */
    private Uni<Optional<Video>> read(VideoId id, Retries retries) {
        return Uni.createFrom().completionStage(() -> row(id)).invoke(retries::reset).onFailure().invoke(failure -> {
            VideoSubscription topic = topics.get(id);
            if (topic != null && topic.isWatched()) {
                VideoLog.withVideo(id, () -> LOG.warnf("Could not read %s, retrying: %s", id, failure.getMessage()));
                retries.delay().subscribe().with(later -> changed(id));
            }
        });
    }
}
