package dev.reelay.upstream.account;

import static dev.reelay.testing.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.smallrye.mutiny.Uni;

class PermitQueueTest {
    private static final NoPermitException LATER = new NoPermitException("a", Duration.ofMillis(1));

    private final Queue<CompletableFuture<Void>> asked = new ConcurrentLinkedQueue<>();
    private final PermitQueue line = new PermitQueue(() -> Uni.createFrom().completionStage(this::permit));
    private final List<Integer> served = new CopyOnWriteArrayList<>();

    @Test
    void permitsAreGrantedInOrderAndOnlyTheHeadTries() {
        IntStream.range(0, 3).forEach(this::stand);

        for (int number = 0; number < 3; number++) {
            assertThat(served).hasSize(number);
            assertThat(asked).hasSize(1);
            asked.remove().complete(null);
        }

        assertThat(served).containsExactly(0, 1, 2);
        assertThat(asked).isEmpty();
    }

    @Test
    void headOfTheQueueStaysFirstAfterARefusal() {
        AtomicInteger refusals = new AtomicInteger(3);
        PermitQueue strict = new PermitQueue(() -> refusals.getAndDecrement() > 0 ? Uni.createFrom().failure(LATER)
                : Uni.createFrom().voidItem());

        IntStream.range(0, 5).forEach(number -> strict.acquire().subscribe().with(permit -> served.add(number)));

        await().until(() -> served.size() == 5);
        assertThat(served).isSorted();
    }

    @Test
    void failedPermitQueryIsRetried() {
        stand(0);

        asked.remove().completeExceptionally(new IllegalStateException("The database is gone"));

        assertThat(served).isEmpty();
        await().until(() -> !asked.isEmpty());
        asked.remove().complete(null);
        await().until(() -> served.equals(List.of(0))); // the retry may still be subscribing
    }

    @ParameterizedTest
    @CsvSource({ "1, 1", "400000, 1", "1000000, 1", "1000001, 2", "2500000, 3" })
    void delayIsRoundedUpToWholeMilliseconds(long nanos, long millis) {
        assertThat(new NoPermitException("a", Duration.ofNanos(nanos)).retryAfter()).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void exceptionOfThePermitSupplierDoesNotEndTheQueue() {
        AtomicInteger failures = new AtomicInteger(1);
        PermitQueue strict = new PermitQueue(() -> {
            if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("no luck");
            }
            return Uni.createFrom().voidItem();
        });

        strict.acquire().subscribe().with(permit -> served.add(0));

        await().until(() -> served.size() == 1);
    }

    @Test
    void longQueueIsServedAtOnceWithoutRefusals() {
        stand(0);
        IntStream.range(1, 10_000).forEach(this::stand);

        AtomicInteger number = new AtomicInteger();
        while (number.getAndIncrement() < 10_000) {
            asked.remove().complete(null);
        }

        assertThat(served).hasSize(10_000).isSorted();
    }

    private CompletableFuture<Void> permit() {
        CompletableFuture<Void> permit = new CompletableFuture<>();
        asked.add(permit);
        return permit;
    }

    private void stand(int number) {
        line.acquire().subscribe().with(permit -> served.add(number));
    }
}
