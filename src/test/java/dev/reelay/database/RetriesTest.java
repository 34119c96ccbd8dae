package dev.reelay.database;

import static dev.reelay.testing.Waits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.smallrye.mutiny.Uni;

class RetriesTest {
    private final AtomicInteger runs = new AtomicInteger();
    private final List<Throwable> retried = new ArrayList<>();

    @Test
    void delaysDoubleUpToFiveSeconds() {
        assertThat(IntStream.range(0, 8).mapToLong(earlier -> Retries.delay(earlier, 0).toMillis()))
                .containsExactly(200L, 400L, 800L, 1_600L, 3_200L, 5_000L, 5_000L, 5_000L);
        assertThat(Retries.delay(Integer.MAX_VALUE, 0).toMillis()).isEqualTo(5_000);
    }

    @Test
    void delayIsShortenedByAtMostOneHalf() {
        assertThat(Retries.delay(0, 1).toMillis()).isEqualTo(100);
        assertThat(Retries.delay(9, 0.5).toMillis()).isEqualTo(3_750);
    }

    @Test
    void transientFailureIsRepeatedUntilSuccess() {
        IOException failure = new IOException("no connection");
        Uni<String> action = Uni.createFrom().deferred(() -> runs.incrementAndGet() < 3 ? Uni.createFrom().failure(failure)
                : Uni.createFrom().item("stored"));

        assertThat(Retries.untilSuccess(action, IOException.class::isInstance, retried::add).await().atMost(LIMIT))
                .isEqualTo("stored");
        assertThat(retried).containsExactly(failure, failure);
    }

    @Test
    void successWithoutItemEndsTheRetries() {
        Uni<Void> action = Uni.createFrom().deferred(() -> runs.incrementAndGet() < 2
                ? Uni.createFrom().failure(new IOException("no connection"))
                : Uni.createFrom().voidItem());

        assertThat(Retries.untilSuccess(action, failure -> true, retried::add).await().atMost(LIMIT)).isNull();
        assertThat(runs).hasValue(2);
    }

    @Test
    void permanentFailureIsNotRepeated() {
        Uni<String> action = Uni.createFrom().deferred(() -> {
            runs.incrementAndGet();
            return Uni.createFrom().failure(new IllegalStateException("lease lost"));
        });

        assertThatThrownBy(
                () -> Retries.untilSuccess(action, IOException.class::isInstance, retried::add).await().atMost(LIMIT))
                .isInstanceOf(IllegalStateException.class);
        assertThat(runs).hasValue(1);
        assertThat(retried).isEmpty();
    }
}
