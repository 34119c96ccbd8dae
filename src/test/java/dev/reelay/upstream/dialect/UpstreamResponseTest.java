package dev.reelay.upstream.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamResponseTest {
    private static final Instant NOW = Instant.parse("2026-10-21T07:27:30Z");

    @ParameterizedTest
    @CsvSource({ "7, 7", "' 7 ', 7", "300, 300", "301, 300", "999999999, 300", "0, 2", "-1, 2", "99999999999999, 2", "1.5, 2",
            "'', 2", "soon, 2", "'Wed, 21 Oct 2026 07:28:00 GMT', 30", "'Wed, 21 Oct 2026 07:27:30 GMT', 2",
            "'Wed, 21 Oct 2026 07:00:00 GMT', 2", "'Thu, 22 Oct 2026 07:28:00 GMT', 300", "'21 Oct 2026 07:28:00 GMT', 30",
            "'Wed, 32 Oct 2026 07:28:00 GMT', 2" })
    void retryAfterIsSecondsOrADateWithinBounds(String retryAfter, long seconds) {
        assertThat(UpstreamResponse.retryDelay(retryAfter, NOW)).isEqualTo(Duration.ofSeconds(seconds));
    }
}
