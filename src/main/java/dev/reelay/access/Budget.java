package dev.reelay.access;

import java.math.BigDecimal;

/**
 * The money that the videos of a key may cost.
 *
 * @param amount USD, not negative
 */
public record Budget(BigDecimal amount, BudgetPeriod period) {
}
