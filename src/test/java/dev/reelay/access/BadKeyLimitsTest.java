package dev.reelay.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

class BadKeyLimitsTest {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final BadKeyLimits limits = new BadKeyLimits(3, () -> now);

    @Test
    void keysAboveTheLimitWaitForTheEndOfTheMinute() {
        count("a", 3);
        now = now.plusSeconds(20);

        assertThat(limits.count("a")).contains(Duration.ofSeconds(40));
        assertThat(limits.count("b")).isEmpty();
        now = now.plusSeconds(40);
        count("a", 3);
        assertThat(limits.count("a")).contains(Duration.ofMinutes(1));
    }

    @Test
    void numberOfAddressesIsLimited() {
        count("a", 3);
        for (int i = 0; i < 2 * BadKeyLimits.ADDRESSES; i++) {
            assertThat(limits.count("other " + i)).isEmpty();
        }

        assertThat(limits.size()).isEqualTo(BadKeyLimits.ADDRESSES);
        assertThat(limits.count("a")).as("forgotten").isEmpty();
    }

    private void count(String address, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(limits.count(address)).isEmpty();
        }
    }
}
