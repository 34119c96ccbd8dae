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
public final class Reading<T> {
    private static final Logger LOG = Logger.getLogger(Reading.class);
    private static final Duration USUALLY = Duration.ofSeconds(2);

    private final FreshContext contexts;
    private final Supplier<Uni<T>> look;
    private final Duration interval;
    private volatile Optional<T> last = Optional.empty();
    private volatile Cancellable ticks = () -> {
    };

    public Reading(FreshContext contexts, Supplier<Uni<T>> look) {
        this(contexts, look, USUALLY);
    }

    Reading(FreshContext contexts, Supplier<Uni<T>> look, Duration interval) {
        this.contexts = contexts;
        this.look = look;
        this.interval = interval;
    }

    public void begin() {
        ticks = Multi.createFrom().ticks().every(interval).onOverflow().drop()
                .onItem().transformToUniAndConcatenate(tick -> look())
                .subscribe().with(seen -> last = seen);
    }

    public void end() {
        ticks.cancel();
    }

    /** Nothing before the first look, and after one that failed: what is not known is not told. */
    public Optional<T> last() {
        return last;
    }

    private Uni<Optional<T>> look() {
        return contexts.runToEnd(look).map(Optional::of)
                .onFailure().invoke(failure -> LOG.debugf("The metrics know nothing: %s", failure.getMessage()))
                .onFailure().recoverWithItem(Optional.empty());
    }
}
