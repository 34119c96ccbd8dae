package dev.reelay.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.reelay.error.ReelayException;

class DurationParamsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = { "wait=10 | 10", "WAIT = 10 | 10", "respond-async, wait=7 | 7",
            "wait=7;x=y, wait=8 | 7", "wait=\"5\" | 5", "wait=0 | 0", "wait=301 | 300", "wait=999999999 | 300" })
    void preferredWaitIsCappedAtLongestWait(String prefer, long seconds) {
        assertThat(DurationParams.preferredWait(List.of(prefer))).contains(Duration.ofSeconds(seconds));
        assertThat(DurationParams.preferredWait(List.of("respond-async", prefer))).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "wait", "wait=", "wait=-1", "wait=1.5", "wait=soon", "await=5", "wait=10s",
            "wait=99999999999999" })
    void invalidPreferenceIsIgnored(String prefer) {
        assertThat(DurationParams.preferredWait(List.of(prefer))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "-1", "301", "1.5", "soon", " 1", "１", "9999999999" })
    void invalidQueriedWaitIsRejected(String wait) {
        assertThat(catchThrowableOfType(ReelayException.class, () -> DurationParams.queriedWait(Optional.of(wait))).param())
                .contains("wait");
        assertThat(DurationParams.queriedWait(Optional.of("300"))).contains(Duration.ofMinutes(5));
        assertThat(DurationParams.queriedWait(Optional.empty())).isEmpty();
    }

    @Test
    void deadlineHeaderOverridesField() {
        assertThat(DurationParams.deadline(Optional.of("1"), Optional.of("2"))).contains(Duration.ofSeconds(1));
        assertThat(DurationParams.deadline(Optional.empty(), Optional.of("86400"))).contains(Duration.ofDays(1));
        assertThat(DurationParams.deadline(Optional.empty(), Optional.empty())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "0", "86401", "-5", "1m" })
    void deadlineBelowOneSecondOrAboveOneDayIsRejected(String given) {
        assertThat(
                catchThrowableOfType(ReelayException.class, () -> DurationParams.deadline(Optional.of(given), Optional.empty()))
                        .param())
                .contains("Cancel-After");
        assertThat(
                catchThrowableOfType(ReelayException.class, () -> DurationParams.deadline(Optional.empty(), Optional.of(given)))
                        .param())
                .contains("deadline");
    }
}
