package dev.reelay.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;

class CreateLimitsTest {
    private final CreateLimits limits = new CreateLimits(3, 2);

    @Test
    void admitReturnsRemainingAfterThisCreate() {
        assertThat(limits.admit(List.of(), 0, Optional.empty())).isEqualTo(new RateLimitStatus(3, 2, Duration.ofMinutes(1)));
        assertThat(limits.admit(ages(10, 50), 1, Optional.empty()).remaining()).isZero();
    }

    @Test
    void peekReturnsRemainingWithoutCounting() {
        assertThat(limits.peek(List.of())).isEqualTo(new RateLimitStatus(3, 3, Duration.ZERO));
        assertThat(limits.peek(ages(10, 50))).isEqualTo(new RateLimitStatus(3, 1, Duration.ofSeconds(50)));
        assertThat(limits.peek(ages(1, 2, 3, 4)).remaining()).isZero();
    }

    @Test
    void retryAfterEndsWhenOldestCountedCreateIsAMinuteOld() {
        assertThat(refused(ages(1, 20, 45), 0, Optional.empty()).retryAfter()).contains(Duration.ofSeconds(15));
        assertThat(refused(ages(1, 20, 45, 59), 0, Optional.empty()).retryAfter()).contains(Duration.ofSeconds(15));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = { "-,60", "0,1", "30,30", "600,60" })
    void retryAfterOfConcurrentLimitFollowsEstimateWithinBounds(Long untilNextEnd, long wait) {
        ReelayException refusal = refused(List.of(), 2, Optional.ofNullable(untilNextEnd).map(Duration::ofSeconds));

        assertThat(refusal.code()).isEqualTo(ErrorCode.RATE_LIMIT_EXCEEDED);
        assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(wait));
    }

    @Test
    void createAtExactLimitIsRejected() {
        assertThat(refused(Collections.nCopies(3, Duration.ZERO), 0, Optional.empty())).isNotNull();
        assertThat(refused(List.of(), 3, Optional.empty())).isNotNull();
        assertThat(limits.admit(Collections.nCopies(2, Duration.ZERO), 1, Optional.empty()).limit()).isEqualTo(3);
    }

    private ReelayException refused(List<Duration> creates, int open, Optional<Duration> untilNextEnd) {
        return catchThrowableOfType(ReelayException.class, () -> limits.admit(creates, open, untilNextEnd));
    }

    private static List<Duration> ages(Integer... seconds) {
        return Stream.of(seconds).map(Duration::ofSeconds).toList();
    }
}
