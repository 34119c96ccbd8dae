package dev.reelay.pipeline;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

/** The creates that this node is in the middle of. When it stops, it ends those and begins no other. */
@ApplicationScoped
class InFlightTracker {
    private final Set<CompletableFuture<Void>> steps = ConcurrentHashMap.newKeySet();
    private volatile boolean finishing;

    /** The step, or nothing at all, for ever, once this node stops. */
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

    /** Begins no more; completes when nothing is under way. */
    Uni<Void> drain() {
        finishing = true;
        return Uni.createFrom().completionStage(() -> CompletableFuture.allOf(steps.toArray(CompletableFuture<?>[]::new)));
    }
}
