package dev.reelay.upstream.account;

import java.util.concurrent.Flow.Subscriber;
import java.util.function.Supplier;

import org.jboss.logging.Logger;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import io.smallrye.mutiny.subscription.Cancellable;

import dev.reelay.database.Retries;

/**
 * A first-in, first-out queue of requests that wait for a permit of one account, so that none of them starves. Only the head
 * of the queue tries to get a permit, and after a refusal it waits for the time in {@link NoPermitException#retryAfter()}.
 */
final class PermitQueue {
    private static final Logger LOG = Logger.getLogger(PermitQueue.class);

    private final Supplier<Uni<Void>> permit;
    private final Subscriber<Runnable> waiting;
    private final Cancellable service;

    /** @param permit gets a permit, or fails, with {@link NoPermitException} if the time to wait is known */
    PermitQueue(Supplier<Uni<Void>> permit) {
        this.permit = permit;
        UnicastProcessor<Runnable> queue = UnicastProcessor.create();
        waiting = queue.serialized();
        service = queue.onItem().transformToUniAndConcatenate(first -> granted().invoke(first))
                .subscribe().with(served -> {
                });
    }

    /** Stops the queue; waiting requests never get a permit. */
    void close() {
        service.cancel();
    }

    /** Joins the queue. The returned {@code Uni} completes when the permit is granted. */
    Uni<Void> acquire() {
        return Uni.createFrom().emitter(emitter -> waiting.onNext(() -> emitter.complete(null)));
    }

    private Uni<Void> granted() {
        Uni<Void> granted = Uni.createFrom().deferred(permit::get)
                .onFailure(NoPermitException.class).retry().when(refusals -> refusals
                        .onItem().transformToUniAndConcatenate(refusal -> pause((NoPermitException) refusal)));
        // A failure must not end the stream, because that would block all waiting requests.
        return Retries.untilSuccess(granted, failure -> true,
                failure -> LOG.warnf("Could not get a permit, retrying: %s", failure.getMessage()));
    }

    private static Uni<NoPermitException> pause(NoPermitException refusal) {
        return Uni.createFrom().item(refusal).onItem().delayIt().by(refusal.retryAfter());
    }
}
