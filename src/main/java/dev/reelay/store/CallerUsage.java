package dev.reelay.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The usage of an owner at the moment of a create. It is exact, because creates of one owner are serialized.
 *
 * @param creates the ages of the creates of the last minute, newest first
 * @param openVideos number of videos that are not terminal
 * @param untilNextEnd the estimated time until the oldest open video ends, or empty without an estimate
 */
public record CallerUsage(List<Duration> creates, int openVideos, Optional<Duration> untilNextEnd) {

    /** The limits that a create must pass. */
    public interface Admission {
        /** Accepts one more create, or throws the error for the client. */
        void admit(CallerUsage usage);
    }
}
