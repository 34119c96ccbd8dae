package dev.reelay.pipeline;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import dev.reelay.video.Lease;

/**
 * A running video that this node polls. Contains only the values that polling needs, because a node may poll thousands.
 *
 * @param takenOver true if another node, or an earlier run of this one, submitted it
 * @param pollInterval interval between two status polls
 * @param deadlinePassed returns true once its deadline has passed
 * @param acceptedAt when the upstream accepted it, in nanoseconds of {@link System#nanoTime}
 */
record TrackedVideo(Lease lease, boolean takenOver, Duration pollInterval, BooleanSupplier deadlinePassed, long acceptedAt) {
}
