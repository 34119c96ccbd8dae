package dev.reelay.video;

import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;

/**
 * The hop onto an event loop for work that no request carries: Hibernate Reactive and the REST client want a Vert.x
 * context that they own. Each piece of work gets a new one, off the root and spread over the event loops, so that
 * nothing of a former piece is kept alive by the next.
 */
@ApplicationScoped
public class VertxContexts {
    private final VertxInternal vertx;

    VertxContexts(Vertx vertx) {
        this.vertx = (VertxInternal) vertx;
    }

    /** Runs {@code work} for each subscription on a context of its own; cancelling the subscription cancels the work. */
    public <T> Uni<T> run(Supplier<Uni<T>> work) {
        return Uni.createFrom().emitter(emitter -> onContext(() -> emitter.onTermination(start(work, emitter)::cancel)));
    }

    /**
     * As {@link #run}, but work that has begun goes on to its end: whoever cancels hears no more of it. A session of the
     * database that is cut keeps its connection. Nothing of the work is kept once it ended.
     */
    public <T> Uni<T> runUncancellable(Supplier<Uni<T>> work) {
        return Uni.createFrom().emitter(emitter -> onContext(() -> start(work, emitter)));
    }

    private void onContext(Runnable work) {
        Context context = VertxContext.createNewDuplicatedContext(vertx.createEventLoopContext());
        VertxContextSafetyToggle.setContextSafe(context, true);
        context.runOnContext(ignored -> work.run());
    }

    private static <T> Cancellable start(Supplier<Uni<T>> work, UniEmitter<? super T> emitter) {
        return Uni.createFrom().deferred(work::get).subscribe().with(emitter::complete, emitter::fail);
    }
}
