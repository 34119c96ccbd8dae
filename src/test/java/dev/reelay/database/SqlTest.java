package dev.reelay.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

class SqlTest {
    @Test
    void secondsHaveTheFractionOfMilliseconds() {
        assertThat(Sql.seconds(Duration.ofMillis(1_250))).isEqualTo(1.25);
        assertThat(Sql.seconds(Duration.ofDays(30))).isEqualTo(2_592_000);
        assertThat(Sql.seconds(Duration.ZERO)).isZero();
    }
}
