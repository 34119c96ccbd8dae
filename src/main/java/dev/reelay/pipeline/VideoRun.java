package dev.reelay.pipeline;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import io.smallrye.mutiny.Uni;

import dev.reelay.video.Claim;
import dev.reelay.video.LeaseLost;
import dev.reelay.video.Video;
import dev.reelay.video.VideoStatus;

/** The way of one claimed video: submitted, polled, settled; and let go at the end, whatever that end was. */
@ApplicationScoped
class VideoRun {
    private static final Logger LOG = Logger.getLogger(VideoRun.class);

    private final PipelineConfig config;
    private final Submitter submitter;
    private final Poller poller;
    private final Ledger ledger;
    private final WorkInHand work;

    VideoRun(PipelineConfig config, Submitter submitter, Poller poller, Ledger ledger, WorkInHand work) {
        this.config = config;
        this.submitter = submitter;
        this.poller = poller;
        this.ledger = ledger;
        this.work = work;
    }

    /** Ends when this node has nothing more to do for the video; never fails. */
    Uni<Void> lead(Claim claim) {
        Optional<Deadline> own = claim.untilOwnDeadline().map(left -> new Deadline(left, System::nanoTime));
        return submitted(claim, own)
                .chain(video -> isRunning(video) ? settled(claim, video, own) : Uni.createFrom().item(video))
                .onFailure(LeaseLost.class).invoke(lost -> LOG.debug(lost.getMessage()))
                .onFailure(failure -> !(failure instanceof LeaseLost))
                .invoke(failure -> LOG.errorf(failure, "%s is let go, and claimed anew", claim.lease().id()))
                .onItemOrFailure().transformToUni((video, failure) -> ledger.letGo(claim.lease()));
    }

    private Uni<Video> submitted(Claim claim, Optional<Deadline> own) {
        if (isRunning(claim.video())) {
            return Uni.createFrom().item(claim.video());
        }
        return work.track(() -> own.isPresent() && own.get().hasPassed()
                ? ledger.save(claim.lease(), claim.video(), claim.video().failed(Poller.TOO_LATE))
                : submitter.submit(claim.lease(), claim.video()));
    }

    private Uni<Video> settled(Claim claim, Video video, Optional<Deadline> own) {
        Deadline usual = new Deadline(config.deadline().minus(claim.sinceAccepted()), System::nanoTime);
        return poller.untilSettled(claim.lease(), video, isRunning(claim.video()),
                () -> usual.hasPassed() || own.isPresent() && own.get().hasPassed());
    }

    private static boolean isRunning(Video video) {
        return video.status() == VideoStatus.IN_PROGRESS;
    }
}
