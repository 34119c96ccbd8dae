package dev.reelay.video;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a key has in hand, at the moment of a create that nobody else's create of the same key can overtake.
 *
 * @param creates how long ago each create of the last minute was, newest first
 * @param openVideos that are neither completed nor failed
 * @param untilNextEnd when the oldest open one will probably be done, as far as that can be told
 */
public record CallerUsage(List<Duration> creates, int openVideos, Optional<Duration> untilNextEnd) {

    /** Decides over one more create: refuses it by throwing. */
    public interface Admission {
        void admit(CallerUsage usage);
    }
}
