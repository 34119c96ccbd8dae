package dev.reelay.video;

import java.util.Optional;

/**
 * A cancelled video.
 *
 * @param from its status before; empty if it was already cancelled
 */
public record Cancellation(Video video, Optional<VideoStatus> from) {
    static Cancellation of(Video video, Optional<String> from) {
        return new Cancellation(video, from.map(VideoStatus::valueOf));
    }
}
