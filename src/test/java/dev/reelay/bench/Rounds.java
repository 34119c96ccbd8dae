package dev.reelay.bench;

import java.util.Arrays;
import java.util.Optional;

/**
 * The medians of a figure, ours and theirs. They are measured in turn, so that a machine that is busy with something else
 * for a while does not decide between them.
 */
record Rounds(double ours, Optional<Double> theirs) {
    private static final int MOST_WARM_UPS = 12;
    private static final double GROWTH = 1.05;

    /** One measurement; fails as it likes. */
    interface Sample {
        /** @param round counts from 0 */
        double take(int round) throws Exception;
    }

    /** Repeats a load until its rate hardly grows in two rounds: how long the compiler takes depends on the machine. */
    static void warmUp(Sample rate) throws Exception {
        double best = 0;
        int steady = 0;
        for (int round = 0; round < MOST_WARM_UPS && steady < 2; round++) {
            double now = rate.take(round);
            steady = now < best * GROWTH ? steady + 1 : 0;
            best = Math.max(best, now);
        }
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
