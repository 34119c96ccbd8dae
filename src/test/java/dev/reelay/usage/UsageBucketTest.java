package dev.reelay.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageBucketTest {
    @ParameterizedTest
    @CsvSource({
            "HOUR, 2026-11-26T09:42:11.5Z, 2026-11-26T09:00:00Z, 2026-11-26T10:00:00Z",
            "DAY, 2026-12-31T23:59:59Z, 2026-12-31T00:00:00Z, 2027-01-01T00:00:00Z",
            "MONTH, 2028-02-29T12:00:00Z, 2028-02-01T00:00:00Z, 2028-03-01T00:00:00Z" })
    void bucketsAreThoseOfUtc(UsageBucket bucket, Instant time, Instant start, Instant end) {
        assertThat(bucket.start(time)).isEqualTo(start);
        assertThat(bucket.start(start)).isEqualTo(start);
        assertThat(bucket.end(start)).isEqualTo(end);
    }
}
