package dev.reelay.usage;

import java.math.BigDecimal;

/** Amounts of money as text. */
public final class Usd {
    private static final int CENTS = 2;

    private Usd() {
    }

    /** Returns the exact amount in decimals, with at least two after the point. */
    public static String text(BigDecimal amount) {
        BigDecimal shortest = amount.stripTrailingZeros();
        return shortest.setScale(Math.max(CENTS, shortest.scale())).toPlainString();
    }
}
