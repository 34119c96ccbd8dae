package dev.reelay.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;

class CreateLimitsTest {
    private final CreateLimits limits = new CreateLimits(3, 2);

    @Test
    void admitReturnsRemainingAfterThisCreate() {
        assertThat(limits.admit(0, Optional.empty(), 0, Optional.empty()))
                .isEqualTo(new RateLimitStatus(3, 2, Duration.ofMinutes(1)));
        assertThat(limits.admit(2, Optional.empty(), 1, Optional.empty()).remaining()).isZero();
    }

    @Test
    void peekReturnsRemainingWithoutCounting() {
        assertThat(limits.peek(0, Optional.empty())).isEqualTo(new RateLimitStatus(3, 3, Duration.ZERO));
        assertThat(limits.peek(2, seconds(10))).isEqualTo(new RateLimitStatus(3, 1, Duration.ofSeconds(50)));
        assertThat(limits.peek(4, seconds(1)).remaining()).isZero();
    }

    @Test
    void retryAfterEndsWhenFreeingCreateIsAMinuteOld() {
        assertThat(refused(3, seconds(45), 0, Optional.empty()).retryAfter()).contains(Duration.ofSeconds(15));
        assertThat(refused(4, seconds(45), 0, Optional.empty()).retryAfter()).contains(Duration.ofSeconds(15));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = { "-,60", "0,1", "30,30", "600,60" })
    void retryAfterOfConcurrentLimitFollowsEstimateWithinBounds(Long untilNextEnd, long wait) {
        ReelayException refusal = refused(0, Optional.empty(), 2, Optional.ofNullable(untilNextEnd).map(Duration::ofSeconds));

        assertThat(refusal.code()).isEqualTo(ErrorCode.RATE_LIMIT_EXCEEDED);
        assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(wait));
    }

    @Test
    void createAtExactLimitIsRejected() {
        assertThat(refused(3, seconds(0), 0, Optional.empty())).isNotNull();
        assertThat(refused(0, Optional.empty(), 3, Optional.empty())).isNotNull();
        assertThat(limits.admit(2, Optional.empty(), 1, Optional.empty()).limit()).isEqualTo(3);
    }

    private ReelayException refused(int creates, Optional<Duration> freeingAge, int open, Optional<Duration> untilNextEnd) {
        return catchThrowableOfType(ReelayException.class, () -> limits.admit(creates, freeingAge, open, untilNextEnd));
    }

    private static Optional<Duration> seconds(long age) {
        return Optional.of(Duration.ofSeconds(age));
    }
}
