package dev.reelay.async;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

import org.jboss.logging.Logger;

import io.smallrye.mutiny.Uni;

/**
 * A value of the database for metrics and health, sampled every few seconds. A scrape or a probe reads the last sample and
 * never waits for the database, so its rate does not add load.
 */
public final class SampledValue<T> {
    private static final Logger LOG = Logger.getLogger(SampledValue.class);
    private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(2);
    /** The number of intervals after which a sample is too old to be returned. */
    private static final int MISSED = 4;

    private final VertxContexts contexts;
    private final Supplier<Uni<T>> refresh;
    private final Duration interval;
    private volatile Optional<Seen<T>> last = Optional.empty();
    private final PeriodicTask sampling;

    private record Seen<T>(T value, long nanos) {
    }

    public SampledValue(VertxContexts contexts, Supplier<Uni<T>> look) {
        this(contexts, look, DEFAULT_INTERVAL);
    }

    SampledValue(VertxContexts contexts, Supplier<Uni<T>> look, Duration interval) {
        this.contexts = contexts;
        this.refresh = look;
        this.interval = interval;
        this.sampling = new PeriodicTask("Sampling of a database value", interval, this::refresh);
    }

    /** Starts sampling after one interval, to avoid load on the database at the start. */
    public void start() {
        sampling.startAfter(interval);
    }

    public void stop() {
        sampling.cancel();
    }

    /** Returns the last sample, or empty if it is too old. */
    public Optional<T> last() {
        long now = System.nanoTime();
        return last.filter(seen -> now - seen.nanos() < interval.toNanos() * MISSED).map(Seen::value);
    }

    /** A failure is visible in the metrics and the health, so it needs no warning every few seconds. */
    private Uni<Void> refresh() {
        return contexts.runUncancellable(refresh).invoke(value -> last = Optional.of(new Seen<>(value, System.nanoTime())))
                .onFailure().invoke(failure -> LOG.debugf("Sampling of a database value failed: %s", failure.getMessage()))
                .onFailure().recoverWithNull().replaceWithVoid();
    }
}
