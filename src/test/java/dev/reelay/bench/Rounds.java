package dev.reelay.bench;

import java.util.Arrays;
import java.util.Optional;

/**
 * The medians of a figure, ours and theirs. They are measured in turn, so that a machine that is busy with something else
 * for a while does not decide between them.
 */
record Rounds(double ours, Optional<Double> theirs) {
    /** One measurement; fails as it likes. */
    interface Sample {
        /** @param round counts from 0 */
        double take(int round) throws Exception;
    }

    static Rounds measure(int rounds, Sample ours, Optional<Sample> theirs) throws Exception {
        double[] oursTaken = new double[rounds];
        double[] theirsTaken = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            oursTaken[round] = ours.take(round);
            if (theirs.isPresent()) {
                theirsTaken[round] = theirs.get().take(round);
            }
        }
        return new Rounds(percentile(50, oursTaken), theirs.map(present -> percentile(50, theirsTaken)));
    }

    static double percentile(int percent, double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
    }
}
