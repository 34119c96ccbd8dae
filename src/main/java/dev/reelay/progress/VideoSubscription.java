package dev.reelay.progress;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;

import dev.reelay.video.SingleFlight;
import dev.reelay.video.Video;

/**
 * What is known here of one video. A change that is announced makes it stale; then it is read once, however many want
 * to know. What nobody asks about is not read.
 */
final class VideoSubscription {
    static final long DISCONNECTED = 0;

    /** The place of a video that waits changes with other videos, unannounced. */
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
     * @param hearing as it was when the row was read
     * @param changes how many had been announced by then
     * @param at nanoseconds
     */
    private record CachedState(Optional<VideoSnapshot> news, long hearing, long changes, long at) {
    }

    /** @param hearing another number after each gap in the announcements; {@link #DISCONNECTED} in such a gap */
    VideoSubscription(Supplier<Uni<Optional<Video>>> row, LongSupplier hearing, LongSupplier nanos) {
        this.row = row;
        this.hearing = hearing;
        this.nanos = nanos;
    }

    /** The video, no older than the last announcement; nothing where there is none. */
    Uni<Optional<VideoSnapshot>> now() {
        wasRead = true;
        CachedState known = sight;
        return isFresh(known) ? Uni.createFrom().item(known.news()) : Uni.createFrom().completionStage(refresh::request);
    }

    /** Would {@link #now} be answered without a look at the row? */
    boolean isKnown() {
        return isFresh(sight);
    }

    /** Called on the watcher's event loop, as are {@link #replay} and {@link #unsubscribe}. */
    void join(Executor eventLoop, VideoListener watcher) {
        watchers.subscribe(eventLoop, watcher);
    }

    /** Tells a watcher that just joined what the others know. */
    void replay(VideoListener watcher) {
        CachedState known = sight;
        if (isFresh(known)) {
            tell(known.news(), watcher);
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

    /** Does nobody watch it, and did nobody ask since the last time that this was called? */
    boolean isUnused() {
        boolean forgotten = !wasRead && !isWatched();
        wasRead = false;
        return forgotten;
    }

    private Uni<Optional<VideoSnapshot>> refresh() {
        long heard = hearing.getAsLong();
        long announced = changes.get();
        return row.get().map(this::news).invoke(news -> {
            sight = new CachedState(news, heard, announced, nanos.getAsLong());
            watchers.publish(watcher -> tell(news, watcher));
        });
    }

    /** Nothing that was made of it is made again where the video is the same. */
    private Optional<VideoSnapshot> news(Optional<Video> found) {
        Optional<VideoSnapshot> known = sight.news().filter(news -> found.equals(Optional.of(news.video())));
        return known.isPresent() ? known : found.map(video -> new VideoSnapshot(video.version(), video));
    }

    private boolean isFresh(CachedState known) {
        return known.hearing() != DISCONNECTED && known.hearing() == hearing.getAsLong() && known.changes() == changes.get()
                && known.news().filter(news -> !news.video().isTerminal()).isPresent()
                && (!known.news().get().video().isWaiting() || nanos.getAsLong() - known.at() < POSITION_TTL);
    }

    private static void tell(Optional<VideoSnapshot> news, VideoListener watcher) {
        news.ifPresentOrElse(watcher::onUpdate, watcher::onDeleted);
    }
}
