package dev.reelay.store;

import java.time.Duration;
import java.util.List;

import dev.reelay.database.SqlStatement;
import dev.reelay.video.Video;

/**
 * Adds to the transaction that brings a video in progress or to its end, also by a cancel, or that deletes it for its owner.
 * The transaction executes the returned statements in their order, and commits them with that change or neither.
 */
public interface StepListener {
    /**
     * Called after the row has its new status.
     *
     * @param video as stored
     * @param age the time since the create, by the clock of the database
     * @return what has to follow from the step; a failure rolls the step back
     */
    List<SqlStatement> onStep(Video video, Duration age);

    /**
     * Called after a request of the owner has deleted the row. The retention deletes old rows without this call: their number
     * has no limit, and their time is known beforehand.
     *
     * @param video as it was, always terminal
     * @return what has to follow from the deletion; a failure rolls the deletion back
     */
    default List<SqlStatement> onDelete(Video video) {
        return List.of();
    }
}
