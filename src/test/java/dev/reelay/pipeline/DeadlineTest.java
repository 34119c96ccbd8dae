package dev.reelay.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

class DeadlineTest {
    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 5); // such a clock may wrap around

    @Test
    void passesWithTheClock() {
        Deadline deadline = new Deadline(Duration.ofMinutes(10), Duration.ZERO, nanoTime::get);

        assertThat(deadline.hasPassed()).isFalse();

        nanoTime.addAndGet(Duration.ofMinutes(10).toNanos() - 1);
        assertThat(deadline.hasPassed()).isFalse();

        nanoTime.addAndGet(1);
        assertThat(deadline.hasPassed()).isTrue();
    }

    @Test
    void countsWhatHadPassedBefore() {
        Deadline deadline = new Deadline(Duration.ofMinutes(10), Duration.ofMinutes(9), nanoTime::get);

        nanoTime.addAndGet(Duration.ofMinutes(1).toNanos());

        assertThat(deadline.hasPassed()).isTrue();
        assertThat(new Deadline(Duration.ofMinutes(10), Duration.ofHours(1), nanoTime::get).hasPassed()).isTrue();
    }
}
