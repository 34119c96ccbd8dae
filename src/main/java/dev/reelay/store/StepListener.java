package dev.reelay.store;

import java.time.Duration;

import io.smallrye.mutiny.Uni;

import dev.reelay.video.Video;

/**
 * Runs inside the transaction that brings a video in progress or to its end, also by a cancel. Whatever has to follow from
 * that change is written here: the transaction commits both or neither.
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
}
