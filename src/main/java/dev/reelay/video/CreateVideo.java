package dev.reelay.video;

import java.time.Duration;
import java.util.Optional;

/**
 * A create that passed every check of its own.
 *
 * @param owner name of the API key
 * @param idempotencyKey makes a repetition find the first video
 * @param repetition the client's library says that it sends this again: a video of the same fingerprint that was made a
 *        short while ago is the one that is meant
 * @param deadline how long the video may take from now, where less than usual
 */
public record CreateVideo(String owner, VideoSpec spec, Optional<ReferenceImage> image, Fingerprint fingerprint,
        Optional<String> idempotencyKey, boolean repetition, Optional<Duration> deadline) {
}
