package dev.reelay.access;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The money that the videos of a key may cost.
 *
 * @param amount USD, not negative
 */
public record Budget(BigDecimal amount, BudgetPeriod period) {
    private static final int CENTS = 2;

    /** Returns the amount as {@link #text(BigDecimal)}. */
    public String text() {
        return text(amount);
    }

    /** Returns USD as exact decimal text with at least two decimals, such as {@code 7.00}. */
    public static String text(BigDecimal usd) {
        BigDecimal plain = usd.stripTrailingZeros();
        return plain.setScale(Math.max(CENTS, plain.scale()), RoundingMode.UNNECESSARY).toPlainString();
    }
}
