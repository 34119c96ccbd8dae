package dev.reelay.pipeline;

import java.util.Optional;
import java.util.function.BooleanSupplier;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import io.smallrye.mutiny.Uni;

import dev.reelay.telemetry.VideoLog;
import dev.reelay.video.Claim;
import dev.reelay.video.Failure;
import dev.reelay.video.Lease;
import dev.reelay.video.LeaseLostException;
import dev.reelay.video.Video;
import dev.reelay.video.VideoStatus;

/**
 * Processes one claimed video in two parts: submits it, then polls it until it is terminal. The parts are separate, so that
 * a running video does not keep the data of its create, such as the prompt, in memory. Neither part fails.
 */
@ApplicationScoped
class VideoWorker {
    private static final Logger LOG = Logger.getLogger(VideoWorker.class);

    private final PipelineConfig config;
    private final Submitter submitter;
    private final Poller poller;
    private final TracedUpstream upstream;
    private final RetryingVideoStore store;
    private final InFlightTracker work;

    VideoWorker(PipelineConfig config, Submitter submitter, Poller poller, TracedUpstream upstream,
            RetryingVideoStore store, InFlightTracker work) {
        this.config = config;
        this.submitter = submitter;
        this.poller = poller;
        this.upstream = upstream;
        this.store = store;
        this.work = work;
    }

    /**
     * Submits a waiting video.
     *
     * @return the video to poll, or empty if the upstream did not accept it
     */
    Uni<Optional<TrackedVideo>> submit(Claim claim) {
        Optional<Deadline> own = ownDeadline(claim);
        return work.track(() -> submitted(claim, own))
                .map(video -> video.status() == VideoStatus.IN_PROGRESS
                        ? Optional.of(tracked(claim, video, false, own))
                        : Optional.<TrackedVideo> empty())
                .onFailure().call(failure -> release(claim.lease(), failure))
                .onFailure().recoverWithItem(Optional.empty());
    }

    /** Returns the state for polling a running video that this node took over. */
    TrackedVideo takenOver(Claim claim) {
        return tracked(claim, claim.video(), true, ownDeadline(claim));
    }

    /** Polls a running video; completes when the video is terminal or its lease is released or lost. */
    Uni<Void> follow(TrackedVideo running) {
        Lease lease = running.lease();
        return poller.pollUntilTerminal(running)
                .onFailure().call(failure -> release(lease, failure))
                .onFailure().recoverWithNull()
                .replaceWithVoid();
    }

    private TrackedVideo tracked(Claim claim, Video video, boolean takenOver, Optional<Deadline> own) {
        return new TrackedVideo(claim.lease(), takenOver, upstream.pollInterval(video), deadline(claim, own),
                System.nanoTime() - claim.sinceAccepted().toNanos());
    }

    private Uni<Video> submitted(Claim claim, Optional<Deadline> own) {
        return own.filter(Deadline::hasPassed).isPresent()
                ? store.abandon(claim.lease(), claim.video(), missedDeadline(claim.video()))
                : submitter.submit(claim.lease(), claim.video());
    }

    /** A node may have stopped while the create of a video was on its way. */
    private Failure missedDeadline(Video video) {
        return video.status() == VideoStatus.SUBMITTING ? upstream.early(video, Poller.DEADLINE_EXCEEDED)
                : Poller.DEADLINE_EXCEEDED;
    }

    /** Releases the lease after a failure, so that the next claim of any node resumes from the row. */
    private Uni<Void> release(Lease lease, Throwable failure) {
        if (failure instanceof LeaseLostException) {
            VideoLog.withVideo(lease.id(), () -> LOG.debug(failure.getMessage()));
            return store.status(lease).invoke(status -> {
                if (status.isEmpty()) {
                    logVanished(lease);
                }
            }).replaceWithVoid();
        }
        VideoLog.withVideo(lease.id(),
                () -> LOG.errorf(failure, "Processing of %s failed; releasing its lease for the next claim", lease.id()));
        return store.releaseLease(lease);
    }

    /** Nobody can delete an open video, so the database is a copy that lacks the last changes. */
    private static void logVanished(Lease lease) {
        VideoLog.withVideo(lease.id(), () -> LOG.errorf(
                "%s is not in the database any more, which has lost its last changes; the upstream may bill it", lease.id()));
    }

    private static Optional<Deadline> ownDeadline(Claim claim) {
        return claim.untilOwnDeadline().map(left -> new Deadline(left, System::nanoTime));
    }

    private BooleanSupplier deadline(Claim claim, Optional<Deadline> own) {
        Deadline usual = new Deadline(config.deadline().minus(claim.sinceAccepted()), System::nanoTime);
        return own.isEmpty() ? usual::hasPassed : () -> usual.hasPassed() || own.get().hasPassed();
    }
}
