package dev.reelay.video;

import java.time.Instant;
import java.util.Optional;

import dev.reelay.store.VideoLeases;

/**
 * A video and its transitions (contract 6). A transition returns the changed video; it takes effect only if
 * {@link VideoLeases#save} stores it.
 *
 * @param owner name of the API key that it belongs to
 * @param version grows by one with each visible change
 * @param progress percent, 0 to 100
 * @param image type of the reference image; empty if the create had none
 * @param account the upstream account that has it or gets it; empty before a claim for an account
 * @param upstreamId the upstream's id, once the upstream accepted it
 * @param expiresAt expiry of the upstream's copy of the content, if the upstream states it
 * @param archived the gateway's own copy of the content
 * @param place queue position of a waiting video; empty if it was not requested
 */
public record Video(VideoId id, String owner, long version, VideoStatus status, int progress, VideoSpec spec,
        Optional<ImageType> image, Instant createdAt, Optional<Instant> completedAt, Optional<Failure> failure,
        Optional<String> account, Optional<String> upstreamId, Optional<Instant> expiresAt,
        Optional<ArchivedCopy> archived, Optional<QueuePosition> place) {

    public boolean isTerminal() {
        return status.isTerminal();
    }

    /** Returns true before the upstream has accepted the video. */
    public boolean isWaiting() {
        return status == VideoStatus.SUBMITTED || status == VideoStatus.SUBMITTING;
    }

    public Video withQueuePosition(QueuePosition queuePlace) {
        return new Video(id, owner, version, status, progress, spec, image, createdAt, completedAt, failure, account,
                upstreamId, expiresAt, archived, Optional.of(queuePlace));
    }

    /** Returns the video before its create is sent; no visible change. */
    public Video submitting() {
        return next(VideoStatus.SUBMITTING, version, progress, failure, upstreamId, expiresAt);
    }

    /** Returns the video after the upstream accepted it. */
    public Video accepted(String upstreamId) {
        return next(VideoStatus.IN_PROGRESS, version + 1, progress, failure, Optional.of(upstreamId), expiresAt);
    }

    /** Returns the video with a new progress of at most 99 percent, or this video if the progress did not grow. */
    public Video progressed(int percent) {
        int capped = Math.min(percent, 99);
        return capped <= progress ? this : next(VideoStatus.IN_PROGRESS, version + 1, capped, failure, upstreamId, expiresAt);
    }

    /** Returns the completed video; {@code contentExpiry} is the expiry of the upstream's copy, if the upstream states it. */
    public Video completed(Optional<Instant> contentExpiry) {
        return next(VideoStatus.COMPLETED, version + 1, 100, failure, upstreamId, contentExpiry);
    }

    public Video failed(Failure why) {
        return next(VideoStatus.FAILED, version + 1, progress, Optional.of(why), upstreamId, expiresAt);
    }

    private Video next(VideoStatus next, long nextVersion, int nextProgress, Optional<Failure> why,
            Optional<String> nextUpstreamId, Optional<Instant> nextExpiry) {
        if (!status.canBecome(next)) {
            throw new IllegalStateException("%s is %s and cannot become %s".formatted(id, status, next));
        }
        return new Video(id, owner, nextVersion, next, nextProgress, spec, image, createdAt, completedAt, why,
                account, nextUpstreamId, nextExpiry, archived, Optional.empty());
    }
}
