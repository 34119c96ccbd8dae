package dev.reelay.video;

import java.time.Instant;
import java.util.Optional;

/**
 * A video as everybody sees it, and the steps that it can take. A step returns the video after it; it counts only once
 * {@link VideoLeases#save} has won the race to write it.
 *
 * @param owner name of the API key that it belongs to
 * @param version grows by one at each change that a caller can see
 * @param progress 0 to 100
 * @param image type of the reference image, if one came with the create
 * @param account at the upstream that has it or is about to; a waiting one has none
 * @param upstreamId the upstream's id of it, once it was accepted there
 * @param expiresAt when the upstream's copy of the content goes, where the upstream says so
 * @param archived the gateway's own copy of the content, where there is one
 * @param place in the queue, while it waits and where somebody asked
 */
public record Video(VideoId id, String owner, long version, VideoStatus status, int progress, VideoSpec spec,
        Optional<ImageType> image, Instant createdAt, Optional<Instant> completedAt, Optional<Failure> failure,
        Optional<String> account, Optional<String> upstreamId, Optional<Instant> expiresAt,
        Optional<ArchivedCopy> archived, Optional<QueuePosition> place) {

    public boolean isTerminal() {
        return status.isTerminal();
    }

    /** It has not reached the upstream yet. */
    public boolean isWaiting() {
        return status == VideoStatus.SUBMITTED || status == VideoStatus.SUBMITTING;
    }

    public Video withQueuePosition(QueuePosition queuePlace) {
        return new Video(id, owner, version, status, progress, spec, image, createdAt, completedAt, failure, account,
                upstreamId, expiresAt, archived, Optional.of(queuePlace));
    }

    /** The upstream is about to be asked. */
    public Video submitting() {
        return next(VideoStatus.SUBMITTING, version, progress, failure, upstreamId, expiresAt);
    }

    /** The upstream took it. */
    public Video accepted(String upstreamId) {
        return next(VideoStatus.IN_PROGRESS, version + 1, progress, failure, Optional.of(upstreamId), expiresAt);
    }

    /** The upstream says how far it is. What a reader has seen is never taken back: the same video where it is no news. */
    public Video progressed(int percent) {
        int capped = Math.min(percent, 99);
        return capped <= progress ? this : next(VideoStatus.IN_PROGRESS, version + 1, capped, failure, upstreamId, expiresAt);
    }

    /** @param contentExpiry when the upstream's copy goes, where it says so */
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
