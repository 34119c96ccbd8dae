package dev.reelay.store;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

import dev.reelay.error.ReelayException;

/**
 * The usage of a caller at the moment of a create. It is exact, because creates of one owner are serialized.
 *
 * @param creates number of creates in the last minute
 * @param newestAge the age of the newest of them, or empty without one
 * @param freeingAge the age of the create with which the limit is reached, counted from the newest, or empty below the limit
 * @param openVideos number of videos that are not terminal
 * @param untilNextEnd the estimated time until the oldest open video ends, or empty without an estimate
 * @param spent USD that the videos of the key cost that ended in the period of its budget, the uncertain costs included
 * @param reserved USD that the open videos of the key may cost
 */
public record CallerUsage(int creates, Optional<Duration> newestAge, Optional<Duration> freeingAge, int openVideos,
        Optional<Duration> untilNextEnd, BigDecimal spent, BigDecimal reserved) {

    /**
     * Selects what the usage counts.
     *
     * @param createsPerMinute the limit of creates
     * @param createsOfKey whether to count the creates of the key, and not those of its owner
     * @param videosOfKey likewise for the open videos
     * @param budgetPeriod {@code day}, {@code month} or {@code total} of UTC; empty if the key has no budget, and its money is
     *        not counted
     */
    public record Scope(int createsPerMinute, boolean createsOfKey, boolean videosOfKey, Optional<String> budgetPeriod) {
    }

    /** The limits that a create must pass. */
    public interface Admission {
        /** Returns what to count. */
        Scope scope();

        /**
         * Accepts one more create, or throws the error for the client.
         *
         * @throws ReelayException if a limit is reached
         */
        void admit(CallerUsage usage);
    }
}
