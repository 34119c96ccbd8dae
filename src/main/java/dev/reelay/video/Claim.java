package dev.reelay.video;

import java.time.Duration;
import java.util.Optional;

/**
 * A video that this node now leads.
 *
 * @param sinceAccepted how long ago, by the database's clock, the upstream took it; zero where it has not yet
 * @param untilOwnDeadline how long the create still gives it, where it named a deadline of its own
 */
public record Claim(Lease lease, Video video, Duration sinceAccepted, Optional<Duration> untilOwnDeadline) {
}
