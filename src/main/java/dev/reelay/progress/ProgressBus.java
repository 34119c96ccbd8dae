package dev.reelay.progress;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;

import dev.reelay.progress.Watchers.Watcher;
import dev.reelay.video.Coalesced;
import dev.reelay.video.FreshContext;
import dev.reelay.video.Video;
import dev.reelay.video.VideoId;
import dev.reelay.video.VideoRepository;

/**
 * Progress is a level, not a log: a change is only the reason to look at the row again, and whoever was slow gets the
 * latest. However many watch a video, one read serves them all.
 */
@ApplicationScoped
public class ProgressBus {
    private static final Logger LOG = Logger.getLogger(ProgressBus.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LAST_RETRY = Duration.ofSeconds(5);

    private final VideoRepository videos;
    private final FreshContext contexts;
    private final ConcurrentMap<VideoId, Topic> topics = new ConcurrentHashMap<>();

    ProgressBus(VideoRepository videos, FreshContext contexts) {
        this.videos = videos;
        this.contexts = contexts;
    }

    /**
     * The video as it is now, then each later version, until it is settled. A subscriber that does not keep up skips
     * versions, never the last.
     */
    public Multi<Video> watch(VideoId id) {
        // Joined before the first look: a change in between leads to one more look, so none falls into the gap.
        return Multi.createFrom().emitter(emitter -> join(id, emitter), BackPressureStrategy.LATEST);
    }

    /** Something about this video changed, on whatever node. */
    void changed(VideoId id) {
        Topic topic = topics.get(id);
        if (topic != null) {
            topic.look.request();
        }
    }

    /** Changes may have been missed. */
    void anythingMayHaveChanged() {
        topics.values().forEach(topic -> topic.look.request());
    }

    int watchedVideos() {
        return topics.size();
    }

    private void join(VideoId id, MultiEmitter<? super Video> emitter) {
        Watcher watcher = new Watcher(emitter);
        Topic topic = topics.compute(id, (key, present) -> (present == null ? new Topic(key) : present).with(watcher));
        emitter.onTermination(() -> leave(id, watcher));
        topic.look.request();
    }

    private void leave(VideoId id, Watcher watcher) {
        topics.computeIfPresent(id, (key, topic) -> {
            topic.watchers.remove(watcher);
            return topic.watchers.isEmpty() ? null : topic;
        });
    }

    private final class Topic {
        private final VideoId id;
        private final Watchers watchers = new Watchers();
        private final Coalesced look = new Coalesced(this::look);

        private Topic(VideoId id) {
            this.id = id;
        }

        private Topic with(Watcher watcher) {
            watchers.add(watcher);
            return this;
        }

        private Uni<Void> look() {
            return contexts.run(() -> videos.find(id))
                    .onFailure().invoke(failure -> LOG.warnf("Cannot read %s for its watchers: %s", id, failure.getMessage()))
                    .onFailure().retry().withBackOff(FIRST_RETRY, LAST_RETRY).until(failure -> !watchers.isEmpty())
                    .invoke(this::tell)
                    .replaceWithVoid();
        }

        private void tell(Optional<Video> found) {
            found.ifPresentOrElse(watchers::tell, watchers::end);
        }
    }
}
