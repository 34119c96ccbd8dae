package dev.reelay.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

class DeadlineTest {
    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 5); // nanoTime may overflow

    @Test
    void deadlinePassesWithTheClock() {
        Deadline deadline = new Deadline(Duration.ofMinutes(10), nanoTime::get);

        assertThat(deadline.hasPassed()).isFalse();

        nanoTime.addAndGet(Duration.ofMinutes(10).toNanos() - 1);
        assertThat(deadline.hasPassed()).isFalse();

        nanoTime.addAndGet(1);
        assertThat(deadline.hasPassed()).isTrue();
    }

    @Test
    void deadlineWithoutTimeLeftHasPassed() {
        assertThat(new Deadline(Duration.ZERO, nanoTime::get).hasPassed()).isTrue();
        assertThat(new Deadline(Duration.ofHours(-1), nanoTime::get).hasPassed()).isTrue();
    }
}
