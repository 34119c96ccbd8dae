package dev.reelay.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetPeriodTest {
    @ParameterizedTest
    @CsvSource({
            "DAY, 2026-11-26T09:42:11.5Z, 2026-11-26T00:00:00Z, 2026-11-27T00:00:00Z",
            "DAY, 2026-12-31T00:00:00Z, 2026-12-31T00:00:00Z, 2027-01-01T00:00:00Z",
            "MONTH, 2026-11-26T09:42:11Z, 2026-11-01T00:00:00Z, 2026-12-01T00:00:00Z",
            "MONTH, 2028-02-29T23:59:59Z, 2028-02-01T00:00:00Z, 2028-03-01T00:00:00Z",
            "MONTH, 2026-12-31T23:59:59Z, 2026-12-01T00:00:00Z, 2027-01-01T00:00:00Z" })
    void periodsAreThoseOfUtc(BudgetPeriod period, Instant time, Instant start, Instant renewal) {
        assertThat(period.start(time)).isEqualTo(start);
        assertThat(period.renewal(time)).contains(renewal);
    }

    @Test
    void totalIsNeverRenewed() {
        assertThat(BudgetPeriod.TOTAL.renewal(Instant.now())).isEmpty();
        assertThat(BudgetPeriod.TOTAL.start(Instant.now())).isEqualTo(Instant.EPOCH);
    }

    @ParameterizedTest
    @EnumSource
    void wordNamesItsPeriod(BudgetPeriod period) {
        assertThat(BudgetPeriod.parse(period.wireName())).isEqualTo(Optional.of(period));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "DAY", "week", "days" })
    void otherWordsNameNone(String word) {
        assertThat(BudgetPeriod.parse(word)).isEmpty();
    }
}
