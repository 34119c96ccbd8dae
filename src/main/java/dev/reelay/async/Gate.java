package dev.reelay.async;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;

/**
 * Lets a few actions run at a time; the others wait in order. Ten thousand actions that begin at once would otherwise all wait
 * for the connections of a pool, and requests behind them.
 */
public final class Gate {
    private final int atOnce;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int running;

    /** @param atOnce maximum number of running actions */
    public Gate(int atOnce) {
        this.atOnce = atOnce;
    }

    /** Runs an action for each subscription, as soon as there is room. A started action runs to its end. */
    public <T> Uni<T> run(Supplier<Uni<T>> action) {
        return Uni.createFrom().emitter(emitter -> enter(() -> Uni.createFrom().deferred(action::get)
                .onTermination().invoke(this::leave).subscribe().with(emitter::complete, emitter::fail)));
    }

    private void enter(Runnable start) {
        synchronized (this) {
            if (running == atOnce) {
                waiting.add(start);
                return;
            }
            running++;
        }
        start.run();
    }

    private void leave() {
        Runnable next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                running--;
            }
        }
        if (next != null) {
            next.run();
        }
    }
}
