package dev.reelay.webhook.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

class RetryScheduleTest {
    private static final List<Duration> DELAYS = List.of(Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ofHours(14));

    private final RetrySchedule exact = new RetrySchedule(DELAYS, () -> 0);

    @Test
    void eachTryHasItsDelayAndTheLastHasNone() {
        assertThat(exact.delay(1, Optional.empty())).contains(Duration.ofSeconds(5));
        assertThat(exact.delay(2, Optional.empty())).contains(Duration.ofMinutes(5));
        assertThat(exact.delay(3, Optional.empty())).contains(Duration.ofHours(14));
        assertThat(exact.delay(4, Optional.empty())).isEmpty();
        assertThat(exact.delay(99, Optional.of(Duration.ofSeconds(1)))).isEmpty();
    }

    @Test
    void jitterOnlyLengthensADelay() {
        assertThat(new RetrySchedule(DELAYS, () -> 1).delay(1, Optional.empty())).contains(Duration.ofSeconds(6));
        assertThat(new RetrySchedule(DELAYS, () -> 0.5).delay(1, Optional.empty())).contains(Duration.ofMillis(5500));
    }

    @Test
    void longerRetryAfterIsObeyedWithinADay() {
        assertThat(exact.delay(1, Optional.of(Duration.ofSeconds(60)))).contains(Duration.ofSeconds(60));
        assertThat(exact.delay(1, Optional.of(Duration.ofSeconds(1)))).contains(Duration.ofSeconds(5));
        assertThat(exact.delay(1, Optional.of(Duration.ofDays(365)))).contains(Duration.ofDays(1));
        assertThat(new RetrySchedule(DELAYS, () -> 1).delay(1, Optional.of(Duration.ofSeconds(60))))
                .contains(Duration.ofSeconds(72));
    }
}
