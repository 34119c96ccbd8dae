package dev.reelay.async;

import java.time.Duration;
import java.util.function.Supplier;

import org.jboss.logging.Logger;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;

/**
 * A task that runs at an interval, one run after the other. A run that takes longer than the interval skips ticks. A failed
 * run does not end the task; of several in a row, only the first is a warning. Runs start on a worker thread without a Vert.x
 * context.
 */
public final class PeriodicTask {
    private static final Logger LOG = Logger.getLogger(PeriodicTask.class);

    private final String name;
    private final Duration interval;
    private final Supplier<Uni<Void>> run;
    private final FailureLog failures;
    private volatile Cancellable ticks = () -> {
    };

    /** @param name the subject of the log line of a failed run, such as "Deletion of old videos" */
    public PeriodicTask(String name, Duration interval, Supplier<Uni<Void>> run) {
        this.name = name;
        this.interval = interval;
        this.run = run;
        this.failures = new FailureLog(LOG, name);
    }

    /** Starts the first run at once. */
    public void start() {
        subscribe(Multi.createFrom().ticks().every(interval));
    }

    /**
     * Starts the first run after a delay.
     *
     * @param delay greater than zero
     */
    public void startAfter(Duration delay) {
        subscribe(Multi.createFrom().ticks().startingAfter(delay).every(interval));
    }

    private void subscribe(Multi<Long> times) {
        ticks = times.onOverflow().drop()
                .onItem().transformToUniAndConcatenate(tick -> once())
                .subscribe().with(done -> LOG.tracef("%s is done", name));
    }

    /** Starts no further run, and cancels the current one. */
    public void cancel() {
        ticks.cancel();
    }

    private Uni<Void> once() {
        return failures.watch(Uni.createFrom().deferred(run::get)).onFailure().recoverWithNull();
    }
}
