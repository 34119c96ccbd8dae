package dev.reelay.video;

import java.time.Duration;

/**
 * A video that this node now leads.
 *
 * @param sinceAccepted how long ago, by the database's clock, the upstream took it; zero where it has not yet
 */
public record Claim(Lease lease, Video video, Duration sinceAccepted) {
}
