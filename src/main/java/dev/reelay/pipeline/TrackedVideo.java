package dev.reelay.pipeline;

import java.util.function.BooleanSupplier;

import dev.reelay.video.Lease;

/**
 * A video that the upstream has and this node follows: no more of it than polling takes, since there may be thousands.
 *
 * @param takenOver it ran before this node led it
 * @param deadlinePassed has its deadline passed?
 */
record TrackedVideo(Lease lease, boolean takenOver, BooleanSupplier deadlinePassed) {
}
