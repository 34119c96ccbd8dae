package dev.reelay.video;

import java.time.Duration;
import java.util.Optional;

/**
 * The position of a waiting video in the queue.
 *
 * @param position 1 for the next one
 * @param untilCompletion estimate from the last completed videos; empty if there are too few
 */
public record QueuePosition(int position, Optional<Duration> untilCompletion) {
}
