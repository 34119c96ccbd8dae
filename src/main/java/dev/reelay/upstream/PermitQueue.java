package dev.reelay.upstream;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jboss.logging.Logger;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.Cancellable;

/**
 * Those that wait for a permit of one account. Each gets it in its turn, so that nobody starves however few there are;
 * only the first in the line asks, and not before the time that it was told.
 */
final class PermitQueue {
    private static final Logger LOG = Logger.getLogger(PermitQueue.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Supplier<Uni<Void>> permit;
    private final Cancellable service;
    private Consumer<Runnable> end;

    /** @param permit fails where there is none yet, with the time to wait where that is known */
    PermitQueue(Supplier<Uni<Void>> permit) {
        this.permit = permit;
        service = Multi.createFrom().<Runnable> emitter(emitter -> end = emitter::emit, BackPressureStrategy.BUFFER)
                .onItem().transformToUniAndConcatenate(first -> granted().invoke(first))
                .subscribe().with(served -> {
                });
    }

    /** Serves nobody any more. */
    void close() {
        service.cancel();
    }

    /** Completes with a permit. */
    Uni<Void> acquire() {
        return Uni.createFrom().emitter(emitter -> end.accept(() -> emitter.complete(null)));
    }

    private Uni<Void> granted() {
        return Uni.createFrom().deferred(permit::get)
                .onFailure().retry().when(refusals -> refusals
                        .onItem().transformToUniAndConcatenate(refusal -> pause(NoPermitException.because(refusal))))
                // Whatever else goes wrong: a line that ended would end all that stand in it.
                .onFailure().invoke(failure -> LOG.warn("A permit is asked for once more", failure))
                .onFailure().retry().withBackOff(RETRY, RETRY).indefinitely();
    }

    private static Uni<NoPermitException> pause(NoPermitException refusal) {
        return Uni.createFrom().item(refusal).onItem().delayIt().by(refusal.retryAfter());
    }
}
