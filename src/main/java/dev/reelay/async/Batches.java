package dev.reelay.async;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;
import java.util.function.Predicate;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;

/**
 * Collects items for an action that handles several at once, such as a transaction. The action runs once at a time: an item
 * is handled at once while it is idle, and all items that arrive during a run are handled together afterwards. So the cost of
 * a run is shared the more, the more there is to do. Thread-safe.
 *
 * @param <T> an item
 * @param <R> the result for one item
 */
public final class Batches<T, R> {
    private final int maxSize;
    private final Comparator<T> order;
    private final Function<List<T>, Uni<List<R>>> action;
    private final Predicate<Throwable> isOfOneItem;
    private final Queue<Waiting<T, R>> waiting = new ArrayDeque<>();
    private boolean running;

    private record Waiting<T, R>(T item, UniEmitter<? super R> emitter) {
    }

    /**
     * @param maxSize the maximum number of items in a run
     * @param order of the items in a run
     * @param action returns the results in the order of the items
     * @param isOfOneItem returns true for a failure that one of the items may have caused; the items of that run are then
     *        handled again, one at a time, so that the others do not fail with it
     */
    public Batches(int maxSize, Comparator<T> order, Function<List<T>, Uni<List<R>>> action,
            Predicate<Throwable> isOfOneItem) {
        this.maxSize = maxSize;
        this.order = order;
        this.action = action;
        this.isOfOneItem = isOfOneItem;
    }

    /**
     * Handles an item for each subscription. The result, or the failure of its run, may arrive on any thread. A cancelled
     * subscription does not stop it.
     */
    public Uni<R> add(T item) {
        return Uni.createFrom().emitter(emitter -> {
            synchronized (this) {
                waiting.add(new Waiting<>(item, emitter));
                if (running) {
                    return;
                }
                running = true;
            }
            runNext();
        });
    }

    private void runNext() {
        List<Waiting<T, R>> batch = next();
        if (!batch.isEmpty()) {
            run(batch).onTermination().invoke(this::runNext).subscribe().with(done -> {
            });
        }
    }

    private synchronized List<Waiting<T, R>> next() {
        List<Waiting<T, R>> batch = new ArrayList<>();
        while (batch.size() < maxSize && !waiting.isEmpty()) {
            batch.add(waiting.remove());
        }
        batch.sort(Comparator.comparing(Waiting::item, order));
        running = !batch.isEmpty();
        return batch;
    }

    /** Completes each item of the batch; does not fail. */
    private Uni<Void> run(List<Waiting<T, R>> batch) {
        return Uni.createFrom().deferred(() -> action.apply(batch.stream().map(Waiting::item).toList()))
                .invoke(results -> complete(batch, results)).replaceWithVoid()
                .onFailure(failure -> batch.size() > 1 && isOfOneItem.test(failure)).recoverWithUni(() -> runOneByOne(batch))
                .onFailure().recoverWithItem(failure -> {
                    batch.forEach(item -> item.emitter().fail(failure));
                    return null;
                });
    }

    private Uni<Void> runOneByOne(List<Waiting<T, R>> batch) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (Waiting<T, R> item : batch) {
            all = all.chain(() -> run(List.of(item)));
        }
        return all;
    }

    private static <T, R> void complete(List<Waiting<T, R>> batch, List<R> results) {
        for (int index = 0; index < batch.size(); index++) {
            batch.get(index).emitter().complete(results.get(index));
        }
    }
}
