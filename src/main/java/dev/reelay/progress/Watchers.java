package dev.reelay.progress;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.smallrye.mutiny.subscription.MultiEmitter;

import dev.reelay.video.Video;

/** Those who watch one video. Each is told of each version at most once, in order, and of nothing after the last. */
final class Watchers {
    private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();

    void add(Watcher watcher) {
        watchers.add(watcher);
    }

    void remove(Watcher watcher) {
        watchers.remove(watcher);
    }

    boolean isEmpty() {
        return watchers.isEmpty();
    }

    void tell(Video video) {
        watchers.forEach(watcher -> watcher.tell(video));
    }

    /** The video is gone. */
    void end() {
        watchers.forEach(watcher -> watcher.emitter.complete());
    }

    static final class Watcher {
        private final MultiEmitter<? super Video> emitter;
        private long seen;

        Watcher(MultiEmitter<? super Video> emitter) {
            this.emitter = emitter;
        }

        private synchronized void tell(Video video) {
            if (video.version() <= seen) {
                return;
            }
            seen = video.version();
            emitter.emit(video);
            if (video.isSettled()) {
                emitter.complete();
            }
        }
    }
}
