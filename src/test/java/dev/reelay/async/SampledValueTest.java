package dev.reelay.async;

import static dev.reelay.testing.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;

class SampledValueTest {
    private final Vertx vertx = Vertx.vertx();
    private volatile Uni<Integer> row = Uni.createFrom().item(1);
    private final SampledValue<Integer> reading = new SampledValue<>(new VertxContexts(vertx), () -> row,
            Duration.ofMillis(10));

    @AfterEach
    void close() {
        reading.stop();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void valueIsEmptyBeforeFirstSample() {
        assertThat(reading.last()).isEmpty();
    }

    @Test
    void changedValueIsSampled() {
        reading.start();
        awaitReading(Optional.of(1));

        row = Uni.createFrom().item(2);
        awaitReading(Optional.of(2));
    }

    @Test
    void valueIsEmptyWhileSamplingFails() {
        reading.start();
        awaitReading(Optional.of(1));

        row = Uni.createFrom().failure(new IOException("no connection"));
        awaitReading(Optional.empty());

        row = Uni.createFrom().item(3);
        awaitReading(Optional.of(3));
    }

    private void awaitReading(Optional<Integer> expected) {
        await().until(() -> reading.last().equals(expected));
    }
}
