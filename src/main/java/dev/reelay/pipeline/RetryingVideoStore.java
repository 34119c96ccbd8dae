package dev.reelay.pipeline;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import io.smallrye.mutiny.Uni;

import dev.reelay.async.VertxContexts;
import dev.reelay.database.Retries;
import dev.reelay.store.VideoLeases;
import dev.reelay.store.VideoSteps;
import dev.reelay.telemetry.VideoLog;
import dev.reelay.telemetry.VideoTraces;
import dev.reelay.video.Failure;
import dev.reelay.video.Lease;
import dev.reelay.video.LeaseLostException;
import dev.reelay.video.Video;
import dev.reelay.video.VideoStatus;

/**
 * The reads and writes of the pipeline, with retries. The result of an upstream request cost money, so a write is repeated
 * until the database stores it or the lease is lost. Each change is logged once.
 */
@ApplicationScoped
class RetryingVideoStore {
    private static final Logger LOG = Logger.getLogger(RetryingVideoStore.class);

    private final PipelineConfig config;
    private final VideoLeases leases;
    private final VideoSteps steps;
    private final VertxContexts contexts;
    private final VideoLog log;
    private final VideoTraces traces;

    RetryingVideoStore(PipelineConfig config, VideoLeases leases, VideoSteps steps, VertxContexts contexts,
            VideoLog log, VideoTraces traces) {
        this.config = config;
        this.leases = leases;
        this.steps = steps;
        this.contexts = contexts;
        this.log = log;
        this.traces = traces;
    }

    /**
     * Writes the step from {@code before} to {@code after}.
     *
     * @return the video as stored; fails with {@link LeaseLostException} only
     */
    Uni<Video> save(Lease lease, Video before, Video after) {
        return retryUntilStored(lease, () -> steps.save(lease, before, after, config.deadline()))
                .invoke(stored -> log(before, stored));
    }

    /**
     * Fails a video that the upstream may still be making, so that it keeps its slot of the account.
     *
     * @return the video as stored; fails with {@link LeaseLostException} only
     */
    Uni<Video> abandon(Lease lease, Video before, Failure why) {
        return retryUntilStored(lease, () -> steps.abandon(lease, before, why, config.deadline()))
                .invoke(stored -> log(before, stored));
    }

    /** Returns the current video; fails with {@link LeaseLostException} only. */
    Uni<Video> find(Lease lease) {
        return retryUntilStored(lease, () -> steps.find(lease));
    }

    /** Returns the status of the video under any lease, or empty if the video does not exist. */
    Uni<Optional<VideoStatus>> status(Lease lease) {
        return retryUntilStored(lease, () -> steps.status(lease.id()));
    }

    /**
     * Returns a video to the queue, for any account, after the upstream did not accept it.
     *
     * @param wait the minimum time until the next claim
     * @return the video as it was before
     */
    Uni<Video> requeue(Lease lease, Video video, String reason, Duration wait) {
        return retryUntilStored(lease, () -> leases.requeue(lease, wait))
                .invoke(() -> log.putBack(video, wait, reason)).replaceWith(video);
    }

    /**
     * Releases a video whose create has an unknown outcome. Its account keeps it for a repeated create.
     *
     * @param wait the minimum time until the next claim
     * @return the video, unchanged
     */
    Uni<Video> postpone(Lease lease, Video video, String reason, Duration wait) {
        VideoLog.withVideo(video.id(), () -> LOG.infof("Create of %s is repeated in %d s, its outcome is unknown: %s",
                video.id(), wait.toSeconds(), reason));
        return retryUntilStored(lease, () -> leases.postpone(lease, wait)).replaceWith(video);
    }

    /** Releases the lease for the next claim; does nothing if it is lost already. */
    Uni<Void> releaseLease(Lease lease) {
        return retryUntilStored(lease, () -> leases.release(lease));
    }

    private <T> Uni<T> retryUntilStored(Lease lease, Supplier<Uni<T>> step) {
        return Retries.untilSuccess(contexts.run(step), RetryingVideoStore::mayPass,
                failure -> VideoLog.withVideo(lease.id(),
                        () -> LOG.warnf("Database access for %s failed, retrying: %s", lease.id(), failure.getMessage())));
    }

    private static boolean mayPass(Throwable failure) {
        return !(failure instanceof LeaseLostException);
    }

    private void log(Video before, Video after) {
        log.changed(before.status(), after);
        if (after.isTerminal()) {
            traces.ended(after);
        }
    }
}
