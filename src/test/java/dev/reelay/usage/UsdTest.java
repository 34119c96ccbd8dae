package dev.reelay.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsdTest {
    @ParameterizedTest
    @CsvSource({ "0, 0.00", "0.000000, 0.00", "7, 7.00", "2.4, 2.40", "2.400, 2.40", "1E+3, 1000.00", "0.0037756, 0.0037756",
            "-1.5, -1.50" })
    void amountIsExactAndHasAtLeastCents(BigDecimal amount, String text) {
        assertThat(Usd.text(amount)).isEqualTo(text);
    }
}
