package dev.reelay.progress;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;

import dev.reelay.async.EventLoopSubscribers;
import dev.reelay.async.SingleFlight;
import dev.reelay.video.Video;

/**
 * Cached state of one video on this node, and its subscribers. A notification marks the cached state stale; with subscribers
 * the row is read at once, otherwise by the next request. One read serves all of them.
 */
final class VideoSubscription {
    static final long DISCONNECTED = 0;

    /** Lifetime of a queue position, which changes with other videos and without a notification. */
    private static final long POSITION_TTL = Duration.ofSeconds(1).toNanos();

    private final Supplier<Uni<Optional<Video>>> row;
    private final LongSupplier hearing;
    private final LongSupplier nanos;
    private final SingleFlight<Optional<VideoSnapshot>> refresh = new SingleFlight<>(this::refresh);
    private final EventLoopSubscribers<VideoListener> watchers = new EventLoopSubscribers<>();
    private final AtomicLong changes = new AtomicLong();
    private volatile CachedState sight = new CachedState(Optional.empty(), DISCONNECTED, 0, 0);
    private volatile boolean wasRead = true;

    /**
     * The state after one read of the row.
     *
     * @param hearing epoch of the connection for notifications when the read began
     * @param changes number of notifications when the read began
     * @param at monotonic time of the read in nanoseconds
     */
    private record CachedState(Optional<VideoSnapshot> snapshot, long hearing, long changes, long at) {
    }

    /** @param hearing epoch of the connection for notifications, {@link #DISCONNECTED} while there is none */
    VideoSubscription(Supplier<Uni<Optional<Video>>> row, LongSupplier hearing, LongSupplier nanos) {
        this.row = row;
        this.hearing = hearing;
        this.nanos = nanos;
    }

    /** Returns the video, at least as recent as the last notification, or empty if it does not exist. */
    Uni<Optional<VideoSnapshot>> now() {
        wasRead = true;
        CachedState known = sight;
        return isFresh(known) ? Uni.createFrom().item(known.snapshot()) : Uni.createFrom().completionStage(refresh::request);
    }

    /** Returns whether {@link #now} can use the cached state without reading the row. */
    boolean isKnown() {
        return isFresh(sight);
    }

    /** Adds a subscriber. This method, {@link #replay} and {@link #unsubscribe} must be called on its event loop. */
    void join(Executor eventLoop, VideoListener watcher) {
        watchers.subscribe(eventLoop, watcher);
    }

    /** Sends the cached state to a new subscriber, or reads the row if the state is stale. */
    void replay(VideoListener watcher) {
        CachedState known = sight;
        if (isFresh(known)) {
            tell(known.snapshot(), watcher);
        } else {
            refresh.request();
        }
    }

    void unsubscribe(Executor eventLoop, VideoListener watcher) {
        watchers.unsubscribe(eventLoop, watcher);
    }

    boolean isWatched() {
        return !watchers.isEmpty();
    }

    void changed() {
        changes.incrementAndGet();
        if (isWatched()) {
            refresh.request();
        }
    }

    /** Returns whether the video has no subscribers and had no request since the previous call. */
    boolean isUnused() {
        boolean forgotten = !wasRead && !isWatched();
        wasRead = false;
        return forgotten;
    }

    private Uni<Optional<VideoSnapshot>> refresh() {
        long heard = hearing.getAsLong();
        long announced = changes.get();
        return row.get().map(this::snapshot).invoke(snapshot -> {
            sight = new CachedState(snapshot, heard, announced, nanos.getAsLong());
            watchers.publish(watcher -> tell(snapshot, watcher));
        });
    }

    /** Keeps the snapshot of an unchanged video, so that its representations are not rendered again. */
    private Optional<VideoSnapshot> snapshot(Optional<Video> found) {
        Optional<VideoSnapshot> known = sight.snapshot().filter(snapshot -> found.equals(Optional.of(snapshot.video())));
        return known.isPresent() ? known : found.map(video -> new VideoSnapshot(video.version(), video));
    }

    private boolean isFresh(CachedState known) {
        return known.hearing() != DISCONNECTED && known.hearing() == hearing.getAsLong() && known.changes() == changes.get()
                && known.snapshot().filter(snapshot -> !snapshot.video().isTerminal()).isPresent()
                && (!known.snapshot().get().video().isWaiting() || nanos.getAsLong() - known.at() < POSITION_TTL);
    }

    private static void tell(Optional<VideoSnapshot> snapshot, VideoListener watcher) {
        snapshot.ifPresentOrElse(watcher::onUpdate, watcher::onDeleted);
    }
}
