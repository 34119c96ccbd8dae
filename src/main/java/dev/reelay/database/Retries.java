package dev.reelay.database;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.smallrye.mutiny.Uni;

/**
 * The back-off of repeated database access: {@value #FIRST_MILLIS} ms after the first failure, then doubled up to
 * {@value #MAX_MILLIS} ms. Each delay is shortened by a random part of up to one half, so that the nodes do not all return
 * at the same moment after an outage. An instance counts the consecutive failures of one action; it is thread-safe.
 */
public final class Retries {
    private static final int FIRST_MILLIS = 200;
    private static final int MAX_MILLIS = 5_000;
    /** After so many doublings the delay has reached its maximum. */
    private static final int DOUBLINGS = 5;

    private final AtomicInteger failures = new AtomicInteger();

    /**
     * Repeats an action until it succeeds.
     *
     * @param isTransient returns false for a failure that a repetition cannot mend; the returned {@code Uni} then fails with it
     * @param onRetry called with each other failure
     */
    public static <T> Uni<T> untilSuccess(Uni<T> action, Predicate<Throwable> isTransient, Consumer<Throwable> onRetry) {
        return Uni.createFrom().deferred(() -> {
            Retries retries = new Retries();
            return action.onFailure(isTransient).invoke(onRetry)
                    .onFailure(isTransient).retry().when(failed -> failed.onItem()
                            .transformToUniAndConcatenate(failure -> retries.delay().replaceWith(failure)));
        });
    }

    /** Counts a failure; the returned {@code Uni} completes when the action may be repeated. */
    public Uni<Void> delay() {
        return Uni.createFrom().voidItem()
                .onItem().delayIt().by(delay(failures.getAndIncrement(), ThreadLocalRandom.current().nextDouble()));
    }

    /** Starts again with the first delay, because the action succeeded. */
    public void reset() {
        failures.set(0);
    }

    /**
     * Returns the delay after a failure.
     *
     * @param earlier number of consecutive failures before this one
     * @param random from 0 for the whole delay to 1 for half of it
     */
    static Duration delay(int earlier, double random) {
        long millis = Math.min(MAX_MILLIS, (long) FIRST_MILLIS << Math.min(earlier, DOUBLINGS));
        return Duration.ofMillis(Math.round(millis * (1 - random / 2)));
    }
}
