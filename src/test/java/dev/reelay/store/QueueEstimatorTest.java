package dev.reelay.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

class QueueEstimatorTest {
    @Test
    void tooFewSamplesGiveNoEstimate() {
        assertThat(QueueEstimator.median(List.of())).isEmpty();
        assertThat(QueueEstimator.median(List.of(1_000L, 2_000L))).isEmpty();
    }

    @Test
    void estimateIsTheMedian() {
        assertThat(QueueEstimator.median(List.of(9_000_000L, 1_000L, 2_000L))).contains(Duration.ofSeconds(2));
        assertThat(QueueEstimator.median(List.of(5L, 1L, 4L, 2L, 3L))).contains(Duration.ofMillis(3));
    }

    @Test
    void overdueVideoHasEstimateZero() {
        assertThat(QueueEstimator.median(List.of(-3_000L, -2_000L, 1_000L))).contains(Duration.ZERO);
    }
}
