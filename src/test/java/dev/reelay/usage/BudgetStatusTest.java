package dev.reelay.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.reelay.access.Budget;
import dev.reelay.access.BudgetPeriod;
import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;

class BudgetStatusTest {
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");

    @Test
    void reservationMayUseAllThatIsLeft() {
        BudgetStatus last = status("7.00", "5.9", "0.3").reserve(price("0.80"));

        assertThat(last.reserved()).isEqualByComparingTo("1.10");
        assertThat(last.remaining()).isEqualByComparingTo("0");
    }

    @Test
    void refusalNamesAmountLimitAndRenewal() {
        ReelayException refused = refused(status("7.00", "5.9", "0.30000001"), price("0.80"));

        assertThat(refused.code()).isEqualTo(ErrorCode.INSUFFICIENT_QUOTA);
        assertThat(refused).hasMessage("The video costs 0.80 USD, but 6.20000001 of 7.00 USD are spent or reserved; "
                + "the budget is renewed at 2026-12-01T00:00:00Z");
    }

    @Test
    void refusalSaysThatATotalIsNotRenewed() {
        var total = new BudgetStatus(new Budget(BigDecimal.ONE, BudgetPeriod.TOTAL), BigDecimal.ONE, BigDecimal.ZERO, NOW);

        assertThat(refused(total, price("0.1"))).hasMessageEndingWith("the budget is not renewed");
    }

    @Test
    void modelWithoutAPriceIsRefusedAlsoWithAFullBudget() {
        assertThat(refused(status("7", "0", "0"), Optional.empty()).code()).isEqualTo(ErrorCode.INSUFFICIENT_QUOTA);
    }

    @Test
    void videoThatCostsNothingPassesABudgetOfZero() {
        assertThat(status("0", "0", "0").reserve(price("0")).remaining()).isZero();
        assertThat(refused(status("0", "0", "0"), price("0.000001")).code()).isEqualTo(ErrorCode.INSUFFICIENT_QUOTA);
    }

    @Test
    void overdrawnBudgetHasNothingLeft() {
        assertThat(status("1", "1.5", "0").remaining()).isZero();
    }

    @ParameterizedTest
    @CsvSource({ "7.99, 0, false", "8, 0, true", "0, 8, true", "7.5, 0.5, true", "12, 0, true" })
    void thresholdCountsWhatIsSpentAndWhatIsReserved(String spent, String reserved, boolean used) {
        assertThat(status("10", spent, reserved).isUsedTo(80)).isEqualTo(used);
    }

    private static BudgetStatus status(String amount, String spent, String reserved) {
        return new BudgetStatus(new Budget(new BigDecimal(amount), BudgetPeriod.MONTH), new BigDecimal(spent),
                new BigDecimal(reserved), NOW);
    }

    private static Optional<BigDecimal> price(String usd) {
        return Optional.of(new BigDecimal(usd));
    }

    private static ReelayException refused(BudgetStatus status, Optional<BigDecimal> price) {
        return catchThrowableOfType(ReelayException.class, () -> status.reserve(price));
    }
}
