package dev.reelay.webhook.delivery;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The times of the retries of a delivery. */
@Singleton
public final class RetrySchedule {
    /** The random part of a delay, so that the deliveries of an outage do not all return at one moment. */
    private static final double JITTER = 0.2;
    /** A receiver cannot postpone a retry beyond this. */
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofDays(1);

    private final List<Duration> delays;
    private final DoubleSupplier random;

    @Inject
    RetrySchedule(WebhookConfig config) {
        this(config.retries(), () -> ThreadLocalRandom.current().nextDouble());
    }

    /**
     * @param delays the delay before each retry, without its random part
     * @param random numbers from 0 to 1
     */
    public RetrySchedule(List<Duration> delays, DoubleSupplier random) {
        this.delays = List.copyOf(delays);
        this.random = random;
    }

    /**
     * Returns the delay from a failed try to the next one.
     *
     * @param triesSoFar number of tries including the failed one, at least 1
     * @param retryAfter the delay that the receiver asks for. A longer one than that of the schedule is obeyed up to a day
     * @return empty if there is no further try
     */
    public Optional<Duration> delay(int triesSoFar, Optional<Duration> retryAfter) {
        if (triesSoFar > delays.size()) {
            return Optional.empty();
        }
        Duration scheduled = withJitter(delays.get(triesSoFar - 1));
        return retryAfter.map(asked -> min(asked, LONGEST_RETRY_AFTER)).filter(asked -> asked.compareTo(scheduled) > 0)
                .map(this::withJitter).or(() -> Optional.of(scheduled));
    }

    private Duration withJitter(Duration delay) {
        return delay.plusMillis(Math.round(delay.toMillis() * JITTER * random.getAsDouble()));
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
