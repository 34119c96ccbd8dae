package dev.reelay.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

class QueueEstimatorTest {
    @Test
    void tooFewSamplesGiveNoEstimate() {
        assertThat(QueueEstimator.remaining(List.of(), 0)).isEmpty();
        assertThat(QueueEstimator.remaining(List.of(1_000L, 2_000L), 0)).isEmpty();
    }

    @Test
    void estimateIsTheMedianLessTheAge() {
        assertThat(QueueEstimator.remaining(List.of(9_000_000L, 1_000L, 2_000L), 500)).contains(Duration.ofMillis(1_500));
        assertThat(QueueEstimator.remaining(List.of(5L, 1L, 4L, 2L, 3L), 0)).contains(Duration.ofMillis(3));
    }

    @Test
    void overdueVideoHasEstimateZero() {
        assertThat(QueueEstimator.remaining(List.of(1_000L, 2_000L, 5_000L), 3_000)).contains(Duration.ZERO);
    }
}
