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
    static final long DEAF = 0;

    /** The place of a video that waits changes with other videos, unannounced. */
    private static final long PLACE_IS_TRUE_FOR = Duration.ofSeconds(1).toNanos();

    private final Supplier<Uni<Optional<Video>>> row;
    private final LongSupplier hearing;
    private final LongSupplier nanos;
    private final SingleFlight<Optional<VideoSnapshot>> look = new SingleFlight<>(this::look);
    private final EventLoopSubscribers<VideoListener> watchers = new EventLoopSubscribers<>();
    private final AtomicLong changes = new AtomicLong();
    private volatile Sight sight = new Sight(Optional.empty(), DEAF, 0, 0);
    private volatile boolean wasRead = true;

    /**
     * @param hearing as it was when the row was read
     * @param changes how many had been announced by then
     * @param at nanoseconds
     */
    private record Sight(Optional<VideoSnapshot> news, long hearing, long changes, long at) {
    }

    /** @param hearing another number after each gap in the announcements; {@link #DEAF} in such a gap */
    VideoSubscription(Supplier<Uni<Optional<Video>>> row, LongSupplier hearing, LongSupplier nanos) {
        this.row = row;
        this.hearing = hearing;
        this.nanos = nanos;
    }

    /** The video, no older than the last announcement; nothing where there is none. */
    Uni<Optional<VideoSnapshot>> now() {
        wasRead = true;
        Sight known = sight;
        return isTrue(known) ? Uni.createFrom().item(known.news()) : Uni.createFrom().completionStage(look::request);
    }

    /** Would {@link #now} be answered without a look at the row? */
    boolean isKnown() {
        return isTrue(sight);
    }

    /** Called on the watcher's event loop, as are {@link #catchUp} and {@link #leave}. */
    void join(Executor eventLoop, VideoListener watcher) {
        watchers.join(eventLoop, watcher);
    }

    /** Tells a watcher that just joined what the others know. */
    void catchUp(VideoListener watcher) {
        Sight known = sight;
        if (isTrue(known)) {
            tell(known.news(), watcher);
        } else {
            look.request();
        }
    }

    void leave(Executor eventLoop, VideoListener watcher) {
        watchers.leave(eventLoop, watcher);
    }

    boolean isWatched() {
        return !watchers.isEmpty();
    }

    void changed() {
        changes.incrementAndGet();
        if (isWatched()) {
            look.request();
        }
    }

    /** Does nobody watch it, and did nobody ask since the last time that this was called? */
    boolean isForgotten() {
        boolean forgotten = !wasRead && !isWatched();
        wasRead = false;
        return forgotten;
    }

    private Uni<Optional<VideoSnapshot>> look() {
        long heard = hearing.getAsLong();
        long announced = changes.get();
        return row.get().map(this::news).invoke(news -> {
            sight = new Sight(news, heard, announced, nanos.getAsLong());
            watchers.tell(watcher -> tell(news, watcher));
        });
    }

    /** Nothing that was made of it is made again where the video is the same. */
    private Optional<VideoSnapshot> news(Optional<Video> found) {
        Optional<VideoSnapshot> known = sight.news().filter(news -> found.equals(Optional.of(news.video())));
        return known.isPresent() ? known : found.map(video -> new VideoSnapshot(video.version(), video));
    }

    private boolean isTrue(Sight known) {
        return known.hearing() != DEAF && known.hearing() == hearing.getAsLong() && known.changes() == changes.get()
                && known.news().filter(news -> !news.video().isSettled()).isPresent()
                && (!known.news().get().video().isWaiting() || nanos.getAsLong() - known.at() < PLACE_IS_TRUE_FOR);
    }

    private static void tell(Optional<VideoSnapshot> news, VideoListener watcher) {
        news.ifPresentOrElse(watcher::hear, watcher::gone);
    }
}
