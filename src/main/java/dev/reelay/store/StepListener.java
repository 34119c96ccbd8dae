package dev.reelay.store;

import java.time.Duration;

import io.smallrye.mutiny.Uni;

import dev.reelay.video.Video;

/**
 * Runs inside the transaction that brings a video in progress or to its end, also by a cancel, or that deletes it for its
 * owner. Whatever has to follow from that change is written here: the transaction commits both or neither.
 */
public interface StepListener {
    /**
     * Called after the row has its new status.
     *
     * @param video as stored
     * @param age the time since the create, by the clock of the database
     * @return a failure rolls the change back
     */
    Uni<Void> onStep(Video video, Duration age);

    /**
     * Called after a request of the owner has deleted the row. The retention deletes old rows without this call: their number
     * has no limit, and their time is known beforehand.
     *
     * @param video as it was, always terminal
     * @return a failure rolls the deletion back
     */
    default Uni<Void> onDelete(Video video) {
        return Uni.createFrom().voidItem();
    }
}
