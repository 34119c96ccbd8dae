package dev.reelay.video;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;

/**
 * An action that runs one at a time. Asked for while it runs, however often, it runs once more afterwards: what was
 * asked for last has always been seen by a run that began later.
 */
public final class Coalesced {
    private final Supplier<Uni<Void>> action;
    private final AtomicInteger requests = new AtomicInteger();

    /** @param action deals with its own failures; one that escapes ends that run only */
    public Coalesced(Supplier<Uni<Void>> action) {
        this.action = action;
    }

    public void request() {
        if (requests.getAndIncrement() == 0) {
            run();
        }
    }

    private void run() {
        int served = requests.get();
        Uni.createFrom().deferred(action::get).onFailure().recoverWithNull()
                .subscribe().with(done -> next(served));
    }

    private void next(int served) {
        if (requests.addAndGet(-served) > 0) {
            run();
        }
    }
}
