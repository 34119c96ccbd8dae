package dev.reelay.video;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

import org.jboss.logging.Logger;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;

/**
 * What metrics and health tell of the database. It is looked at every few seconds, so that neither a scrape nor a probe
 * waits for it, and many of them cost no more than one.
 */
public final class SampledValue<T> {
    private static final Logger LOG = Logger.getLogger(SampledValue.class);
    private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(2);
    /** Looks without a result, after which what was seen before is not told any more. */
    private static final int MISSED = 4;

    private final VertxContexts contexts;
    private final Supplier<Uni<T>> refresh;
    private final Duration interval;
    private volatile Optional<Seen<T>> last = Optional.empty();
    private volatile Cancellable ticks = () -> {
    };

    private record Seen<T>(T value, long nanos) {
    }

    public SampledValue(VertxContexts contexts, Supplier<Uni<T>> look) {
        this(contexts, look, DEFAULT_INTERVAL);
    }

    SampledValue(VertxContexts contexts, Supplier<Uni<T>> look, Duration interval) {
        this.contexts = contexts;
        this.refresh = look;
        this.interval = interval;
    }

    /** The first look is one interval from now: at the start everybody wants the database. */
    public void start() {
        ticks = Multi.createFrom().ticks().startingAfter(interval).every(interval).onOverflow().drop()
                .onItem().transformToUniAndConcatenate(tick -> refresh())
                .subscribe().with(looked -> LOG.trace("looked"));
    }

    public void stop() {
        ticks.cancel();
    }

    /** Nothing where it was not seen for a while: what is not known is not told. */
    public Optional<T> last() {
        long now = System.nanoTime();
        return last.filter(seen -> now - seen.nanos() < interval.toNanos() * MISSED).map(Seen::value);
    }

    private Uni<Void> refresh() {
        return contexts.runUncancellable(refresh).invoke(value -> last = Optional.of(new Seen<>(value, System.nanoTime())))
                .onFailure().invoke(failure -> LOG.debugf("The metrics are not told: %s", failure.getMessage()))
                .onFailure().recoverWithNull().replaceWithVoid();
    }
}
