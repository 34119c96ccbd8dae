package dev.reelay.async;

import java.util.concurrent.Executor;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;

/**
 * Runs work outside of requests on Vert.x contexts, which Hibernate Reactive and the REST client require. Each call gets a
 * new duplicated context on one of the event loops. A shared context would keep the data of earlier calls alive.
 */
@ApplicationScoped
public class VertxContexts {
    private final VertxInternal vertx;

    public VertxContexts(Vertx vertx) {
        this.vertx = (VertxInternal) vertx;
    }

    /** Runs {@code work} for each subscription on a new context; cancelling the subscription cancels the work. */
    public <T> Uni<T> run(Supplier<Uni<T>> work) {
        return Uni.createFrom().emitter(emitter -> onContext(() -> emitter.onTermination(start(work, emitter)::cancel)));
    }

    /**
     * Runs {@code work} like {@link #run}, but lets started work complete after a cancellation and drops its result. A
     * cancelled session of Hibernate Reactive would not return its connection to the pool.
     */
    // Workaround: https://github.com/quarkusio/quarkus/issues/51576; remove when a cancelled session closes its connection.
    public <T> Uni<T> runUncancellable(Supplier<Uni<T>> work) {
        return Uni.createFrom().emitter(emitter -> onContext(() -> start(work, emitter)));
    }

    /** Returns the event loop of the current context. */
    public static Executor eventLoop(Vertx vertx) {
        return ((ContextInternal) vertx.getOrCreateContext()).nettyEventLoop();
    }

    private void onContext(Runnable work) {
        Context context = vertx.createEventLoopContext().duplicate();
        VertxContextSafetyToggle.setContextSafe(context, true);
        context.runOnContext(ignored -> work.run());
    }

    private static <T> Cancellable start(Supplier<Uni<T>> work, UniEmitter<? super T> emitter) {
        return Uni.createFrom().deferred(work::get).subscribe().with(emitter::complete, emitter::fail);
    }
}
