package dev.reelay.video;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

import dev.reelay.store.VideoSteps;

/**
 * A video and its transitions (contract 6). A transition returns the changed video; it takes effect only if
 * {@link VideoSteps#save} stores it.
 *
 * @param owner id that the API keys of its client share
 * @param version grows by one with each visible change
 * @param image type of the reference image; empty if the create had none
 * @param archived the gateway's own copy of the content
 * @param cost what it costs
 * @param webhookUrl a URL of its create that gets its events
 * @param place queue position of a waiting video; empty if it was not requested
 */
public record Video(VideoId id, String owner, long version, VideoStatus status, Progress progress, VideoSpec spec,
        Optional<ImageType> image, Times times, Optional<Failure> failure, UpstreamJob job, Optional<ArchivedCopy> archived,
        Cost cost, Optional<String> webhookUrl, Optional<QueuePosition> place) {

    /**
     * The times of a video, by the database's clock.
     *
     * @param completed when it became completed; empty for any other status
     */
    public record Times(Instant created, Optional<Instant> completed) {
    }

    /**
     * A video at the upstream.
     *
     * @param account name of the upstream account that has it or gets it; empty before a claim for an account
     * @param handle the upstream's opaque reference to it, once the upstream accepted it
     * @param contentUrl URL of the content, if the upstream named one; it may be signed and is a secret
     * @param contentExpiry when the upstream deletes its copy of the content, if it states that
     */
    public record UpstreamJob(Optional<String> account, Optional<String> handle, Optional<URI> contentUrl,
            Optional<Instant> contentExpiry) {
        /** The job of a video that no account has yet. */
        public static final UpstreamJob NONE = new UpstreamJob(Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty());

        UpstreamJob accepted(String acceptedHandle) {
            return new UpstreamJob(account, Optional.of(acceptedHandle), contentUrl, contentExpiry);
        }

        UpstreamJob completed(Optional<URI> url, Optional<Instant> expiry) {
            return new UpstreamJob(account, handle, url, expiry);
        }
    }

    public boolean isTerminal() {
        return status.isTerminal();
    }

    /** Returns true before the upstream has accepted the video. */
    public boolean isWaiting() {
        return status == VideoStatus.SUBMITTED || status == VideoStatus.SUBMITTING;
    }

    public Video withQueuePosition(QueuePosition position) {
        return new Video(id, owner, version, status, progress, spec, image, times, failure, job, archived, cost,
                webhookUrl, Optional.of(position));
    }

    /** Returns the video before its create is sent; no visible change. */
    public Video submitting() {
        return next(VideoStatus.SUBMITTING, version, progress, failure, job);
    }

    /** Returns the video after the upstream accepted it and returned this handle. */
    public Video accepted(String handle) {
        return next(VideoStatus.IN_PROGRESS, version + 1, progress, failure, job.accepted(handle));
    }

    /** Returns the video with a new progress, or this video if the progress did not grow. */
    public Video progressed(Progress now) {
        return now.percent() <= progress.percent() ? this : next(VideoStatus.IN_PROGRESS, version + 1, now, failure, job);
    }

    /**
     * Returns the completed video.
     *
     * @param contentUrl see {@link UpstreamJob#contentUrl()}
     * @param contentExpiry see {@link UpstreamJob#contentExpiry()}
     */
    public Video completed(Optional<URI> contentUrl, Optional<Instant> contentExpiry) {
        return next(VideoStatus.COMPLETED, version + 1, Progress.COMPLETE, failure, job.completed(contentUrl, contentExpiry));
    }

    public Video failed(Failure why) {
        return next(VideoStatus.FAILED, version + 1, progress, Optional.of(why), job);
    }

    /** Returns the video with what the upstream says it charged, if it says so. */
    public Video charged(Optional<BigDecimal> usd) {
        return new Video(id, owner, version, status, progress, spec, image, times, failure, job, archived, cost.charged(usd),
                webhookUrl, place);
    }

    /** Returns the video with what only the database knows once it has stored the step: the time of its end, and its cost. */
    public Video stored(Optional<Instant> completed, Cost settled) {
        return new Video(id, owner, version, status, progress, spec, image, new Times(times.created(), completed), failure, job,
                archived, settled, webhookUrl, place);
    }

    private Video next(VideoStatus next, long nextVersion, Progress nextProgress, Optional<Failure> why, UpstreamJob nextJob) {
        if (!status.canBecome(next)) {
            throw new IllegalStateException("%s is %s and cannot become %s".formatted(id, status, next));
        }
        return new Video(id, owner, nextVersion, next, nextProgress, spec, image, times, why, nextJob, archived, cost,
                webhookUrl, Optional.empty());
    }
}
