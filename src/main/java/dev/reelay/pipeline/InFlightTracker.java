package dev.reelay.pipeline;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

/** Tracks the creates and claims in flight on this node. A stopping node completes them and starts no further ones. */
@ApplicationScoped
class InFlightTracker {
    private final Set<CompletableFuture<Void>> steps = ConcurrentHashMap.newKeySet();
    private volatile boolean finishing;

    /** Runs the step. After the shutdown began, the returned {@code Uni} never completes. */
    <T> Uni<T> track(Supplier<Uni<T>> step) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        steps.add(end); // before the check: drain() sets the flag before it reads the steps
        if (finishing) {
            steps.remove(end);
            end.complete(null);
            return Uni.createFrom().nothing();
        }
        return Uni.createFrom().deferred(step::get).onTermination().invoke(() -> {
            steps.remove(end);
            end.complete(null);
        });
    }

    /** Starts no further steps; completes when no step is in flight. */
    Uni<Void> drain() {
        finishing = true;
        return Uni.createFrom().completionStage(() -> CompletableFuture.allOf(steps.toArray(CompletableFuture<?>[]::new)));
    }
}
