package dev.reelay.async;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.smallrye.mutiny.Uni;

/**
 * An action that runs at most once at a time. Requests during a run share one further run afterwards, so each request is
 * served by a run that began after it.
 */
public final class SingleFlight<T> {
    private final Supplier<Uni<T>> action;
    private @Nullable CompletableFuture<T> running;
    private @Nullable CompletableFuture<T> next;

    public SingleFlight(Supplier<Uni<T>> action) {
        this.action = action;
    }

    /** Requests a run; returns the outcome of a run that begins now or later. */
    public CompletionStage<T> request() {
        CompletableFuture<T> outcome = new CompletableFuture<>();
        synchronized (this) {
            if (running != null) {
                next = next == null ? outcome : next;
                return next;
            }
            running = outcome;
        }
        run(outcome);
        return outcome;
    }

    private void run(CompletableFuture<T> outcome) {
        Uni.createFrom().deferred(action::get).onTermination().invoke(this::runNext)
                .subscribe().with(outcome::complete, outcome::completeExceptionally);
    }

    private void runNext() {
        CompletableFuture<T> outcome;
        synchronized (this) {
            outcome = next;
            running = next;
            next = null;
        }
        if (outcome != null) {
            run(outcome);
        }
    }
}
