package dev.reelay.video;

import java.time.Duration;
import java.util.Optional;

/**
 * Where a waiting video stands.
 *
 * @param position 1 for the next one
 * @param untilCompletion going by what the last videos took, if enough of them were made to tell
 */
public record QueuePosition(int position, Optional<Duration> untilCompletion) {
}
