package dev.reelay.pipeline;

import java.time.Duration;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import io.smallrye.mutiny.Uni;

import dev.reelay.trace.VideoTraces;
import dev.reelay.video.Lease;
import dev.reelay.video.LeaseLostException;
import dev.reelay.video.VertxContexts;
import dev.reelay.video.Video;
import dev.reelay.video.VideoLeases;
import dev.reelay.video.VideoLog;

/**
 * The pipeline's reads and writes. What the upstream said was paid for: a write is repeated until the database takes it
 * or the lease is lost, and each change is logged once.
 */
@ApplicationScoped
class RetryingVideoStore {
    private static final Logger LOG = Logger.getLogger(RetryingVideoStore.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LAST_RETRY = Duration.ofSeconds(5);

    private final VideoLeases leases;
    private final VertxContexts contexts;
    private final VideoTraces traces;

    RetryingVideoStore(VideoLeases leases, VertxContexts contexts, VideoTraces traces) {
        this.leases = leases;
        this.contexts = contexts;
        this.traces = traces;
    }

    /** @return the video as stored; fails with {@link LeaseLostException} only */
    Uni<Video> save(Lease lease, Video before, Video after) {
        return retryUntilStored(lease, () -> leases.save(lease, before, after)).invoke(stored -> log(before, stored));
    }

    /** The video as it is now; fails with {@link LeaseLostException} only. */
    Uni<Video> find(Lease lease) {
        return retryUntilStored(lease, () -> leases.find(lease));
    }

    /** @return the video, which waits now without a leader for any account */
    Uni<Video> requeue(Lease lease, Video video, String reason, Duration wait) {
        return retryUntilStored(lease, () -> leases.requeue(lease, wait))
                .invoke(() -> VideoLog.putBack(video, wait, reason)).replaceWith(video);
    }

    /** @return the video, which waits now without a leader for the account that may have it */
    Uni<Video> postpone(Lease lease, Video video, String reason, Duration wait) {
        VideoLog.withVideo(video.id(), () -> LOG.infof("%s is sent again in %d s: the upstream may have taken it (%s)",
                video.id(), wait.toSeconds(), reason));
        return retryUntilStored(lease, () -> leases.postpone(lease, wait)).replaceWith(video);
    }

    Uni<Void> releaseLease(Lease lease) {
        return retryUntilStored(lease, () -> leases.release(lease));
    }

    private <T> Uni<T> retryUntilStored(Lease lease, Supplier<Uni<T>> step) {
        return contexts.run(step)
                .onFailure(RetryingVideoStore::mayPass).invoke(failure -> VideoLog.withVideo(lease.id(),
                        () -> LOG.warnf("A step of %s is repeated: %s", lease.id(), failure.getMessage())))
                .onFailure(RetryingVideoStore::mayPass).retry().withBackOff(FIRST_RETRY, LAST_RETRY).indefinitely();
    }

    private static boolean mayPass(Throwable failure) {
        return !(failure instanceof LeaseLostException);
    }

    private void log(Video before, Video after) {
        VideoLog.changed(before.status(), after);
        if (after.isTerminal()) {
            traces.ended(after);
        }
    }
}
