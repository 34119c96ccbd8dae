package dev.reelay.pipeline;

import java.util.Optional;
import java.util.function.BooleanSupplier;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import io.smallrye.mutiny.Uni;

import dev.reelay.video.Claim;
import dev.reelay.video.Lease;
import dev.reelay.video.LeaseLostException;
import dev.reelay.video.Video;
import dev.reelay.video.VideoLog;
import dev.reelay.video.VideoStatus;

/**
 * The way of one claimed video, in two parts: it is submitted, and then followed until it is settled. They are two, so
 * that nothing of a create, its prompt above all, is kept while the video runs. Neither fails.
 */
@ApplicationScoped
class VideoWorker {
    private static final Logger LOG = Logger.getLogger(VideoWorker.class);

    private final PipelineConfig config;
    private final Submitter submitter;
    private final Poller poller;
    private final RetryingVideoStore ledger;
    private final InFlightTracker work;

    VideoWorker(PipelineConfig config, Submitter submitter, Poller poller, RetryingVideoStore ledger, InFlightTracker work) {
        this.config = config;
        this.submitter = submitter;
        this.poller = poller;
        this.ledger = ledger;
        this.work = work;
    }

    /** Brings a waiting video to the upstream. @return what is to be followed then, if it was taken there */
    Uni<Optional<TrackedVideo>> submit(Claim claim) {
        Optional<Deadline> own = ownDeadline(claim);
        return work.track(() -> submitted(claim, own))
                .map(video -> video.status() == VideoStatus.IN_PROGRESS
                        ? Optional.of(new TrackedVideo(claim.lease(), false, deadline(claim, own)))
                        : Optional.<TrackedVideo> empty())
                .onFailure().call(failure -> release(claim.lease(), failure))
                .onFailure().recoverWithItem(Optional.empty());
    }

    /** One that ran before this node led it. */
    TrackedVideo takenOver(Claim claim) {
        return new TrackedVideo(claim.lease(), true, deadline(claim, ownDeadline(claim)));
    }

    /** Ends when this node has nothing more to do for the video. */
    Uni<Void> follow(TrackedVideo running) {
        Lease lease = running.lease();
        return poller.pollUntilTerminal(running)
                .onFailure().call(failure -> release(lease, failure))
                .onFailure().recoverWithNull()
                .replaceWithVoid();
    }

    private Uni<Video> submitted(Claim claim, Optional<Deadline> own) {
        return own.filter(Deadline::hasPassed).isPresent()
                ? ledger.save(claim.lease(), claim.video(), claim.video().failed(Poller.DEADLINE_EXCEEDED))
                : submitter.submit(claim.lease(), claim.video());
    }

    /** The next claim, whoever's, goes on from the row. */
    private Uni<Void> release(Lease lease, Throwable failure) {
        if (failure instanceof LeaseLostException) {
            VideoLog.withVideo(lease.id(), () -> LOG.debug(failure.getMessage()));
            return Uni.createFrom().voidItem();
        }
        VideoLog.withVideo(lease.id(), () -> LOG.errorf(failure, "%s is let go, and claimed anew", lease.id()));
        return ledger.releaseLease(lease);
    }

    private static Optional<Deadline> ownDeadline(Claim claim) {
        return claim.untilOwnDeadline().map(left -> new Deadline(left, System::nanoTime));
    }

    private BooleanSupplier deadline(Claim claim, Optional<Deadline> own) {
        Deadline usual = new Deadline(config.deadline().minus(claim.sinceAccepted()), System::nanoTime);
        return own.isEmpty() ? usual::hasPassed : () -> usual.hasPassed() || own.get().hasPassed();
    }
}
