package dev.reelay.video;

import java.time.Duration;
import java.util.Optional;

/**
 * A video that this node claimed, with the lease for its row.
 *
 * @param sinceAccepted time since the upstream accepted it, by the database's clock; zero before that
 * @param untilOwnDeadline time until the deadline of the create; empty if the create has none
 */
public record Claim(Lease lease, Video video, Duration sinceAccepted, Optional<Duration> untilOwnDeadline) {
}
