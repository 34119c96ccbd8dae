package dev.reelay.bench;

import java.util.Optional;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import dev.reelay.access.AccessParsers;

/**
 * How long it takes to find the key of a request, with one key and with many, and whether the time tells how wrong a key is.
 */
class KeyLookupBench {
    private static final int MANY = 100_000;
    private static final int ROUNDS = 41;
    private static final int LOOKUPS = 20_000;
    private static final double HARDLY_LONGER = 3;
    private static final double THE_SAME = 1.2;

    private static final String VALID = "sk-secret-of-key-0";
    private static final String ALMOST = "sk-secret-of-key-x";
    private static final String OTHER = "sk-0123456789abcde";

    @Test
    void lookups() throws Exception {
        Report report = new Report("Keys", "other");
        Consumer<String> one = AccessParsers.lookup(1);
        Consumer<String> many = AccessParsers.lookup(MANY);

        compare(report, "a valid key among 100,000, against the only key", many, VALID, one, VALID, HARDLY_LONGER);
        compare(report, "a wrong key that begins like a valid one, against any other", many, ALMOST, many, OTHER, THE_SAME);
        compare(report, "a valid key, against a wrong one", many, VALID, many, OTHER, HARDLY_LONGER);
        report.close();
    }

    private static void compare(Report report, String what, Consumer<String> ours, String key, Consumer<String> other,
            String otherKey, double limit) {
        double[] first = new double[ROUNDS];
        double[] second = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            first[round] = nanos(ours, key);
            second[round] = nanos(other, otherKey);
        }
        report.add(what, "ns", Rounds.percentile(50, first), Optional.of(Rounds.percentile(50, second)),
                Goal.ratioAtMost(limit));
    }

    private static double nanos(Consumer<String> lookup, String key) {
        long start = System.nanoTime();
        for (int number = 0; number < LOOKUPS; number++) {
            lookup.accept(key);
        }
        return (System.nanoTime() - start) / (double) LOOKUPS;
    }
}
