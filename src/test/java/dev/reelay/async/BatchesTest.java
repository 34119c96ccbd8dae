package dev.reelay.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;

import dev.reelay.testing.Waits;

/** The result for a number is its double. */
class BatchesTest {
    private final List<List<Integer>> runs = new ArrayList<>();
    private final List<UniEmitter<? super List<Integer>>> unfinished = new ArrayList<>();
    private final Batches<Integer, Integer> batches = new Batches<>(3, Integer::compare, this::run,
            ArithmeticException.class::isInstance);

    @Test
    void itemIsHandledAtOnceWhileNothingRuns() {
        UniAssertSubscriber<Integer> first = add(1);
        finish();
        UniAssertSubscriber<Integer> second = add(2);

        assertThat(runs).containsExactly(List.of(1), List.of(2));
        first.assertCompleted().assertItem(2);
        second.assertNotTerminated();
    }

    @Test
    void itemsThatArriveDuringRunShareTheNextUpToTheMaximum() {
        List<UniAssertSubscriber<Integer>> all = IntStream.rangeClosed(1, 5).mapToObj(this::add).toList();
        finish();
        finish();
        finish();

        assertThat(runs).containsExactly(List.of(1), List.of(2, 3, 4), List.of(5));
        IntStream.rangeClosed(1, 5).forEach(item -> all.get(item - 1).assertCompleted().assertItem(2 * item));
    }

    @Test
    void itemsOfOneRunAreInOrder() {
        List.of(1, 4, 3, 2).forEach(this::add);
        finish();

        assertThat(runs).containsExactly(List.of(1), List.of(2, 3, 4));
    }

    @Test
    void failureOfTheRunReachesAllItsItemsAndNoOthers() {
        add(1);
        UniAssertSubscriber<Integer> second = add(2);
        UniAssertSubscriber<Integer> third = add(3);
        finish();
        UniAssertSubscriber<Integer> fourth = add(4);
        fail(new IllegalStateException("the connection is closed"));
        finish();

        second.assertFailedWith(IllegalStateException.class);
        third.assertFailedWith(IllegalStateException.class);
        fourth.assertCompleted().assertItem(8);
    }

    @Test
    void failureOfOneItemDoesNotReachTheOthers() {
        add(1);
        UniAssertSubscriber<Integer> second = add(2);
        UniAssertSubscriber<Integer> third = add(3);
        finish();
        fail(new ArithmeticException("2 is even"));
        fail(new ArithmeticException("2 is even"));
        finish();

        assertThat(runs).containsExactly(List.of(1), List.of(2, 3), List.of(2), List.of(3));
        second.assertFailedWith(ArithmeticException.class);
        third.assertCompleted().assertItem(6);
    }

    @Test
    void actionThatThrowsFailsItsItems() {
        Batches<Integer, Integer> broken = new Batches<>(3, Integer::compare, items -> {
            throw new IllegalStateException("no action");
        }, failure -> false);

        broken.add(1).subscribe().withSubscriber(UniAssertSubscriber.create()).assertFailedWith(IllegalStateException.class);
        broken.add(2).subscribe().withSubscriber(UniAssertSubscriber.create()).assertFailedWith(IllegalStateException.class);
    }

    @Test
    void itemsOfManyThreadsAreEachHandledOnce() {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Batches<Integer, Integer> concurrent = new Batches<>(7, Integer::compare,
                    items -> Uni.createFrom().item(doubled(items)).emitOn(threads), failure -> false);
            List<Integer> items = IntStream.range(0, 10_000).boxed().toList();

            List<Integer> results = Uni.join().all(items.stream()
                    .map(item -> concurrent.add(item).runSubscriptionOn(threads)).toList()).andFailFast()
                    .await().atMost(Waits.LIMIT);

            assertThat(results).isEqualTo(doubled(items));
        } finally {
            threads.shutdown();
        }
    }

    private UniAssertSubscriber<Integer> add(int item) {
        return batches.add(item).subscribe().withSubscriber(UniAssertSubscriber.create());
    }

    private Uni<List<Integer>> run(List<Integer> items) {
        runs.add(items);
        return Uni.createFrom().emitter(unfinished::add);
    }

    private void finish() {
        unfinished.remove(0).complete(doubled(runs.get(runs.size() - 1)));
    }

    private void fail(Throwable failure) {
        unfinished.remove(0).fail(failure);
    }

    private static List<Integer> doubled(List<Integer> items) {
        return items.stream().map(item -> 2 * item).toList();
    }
}
