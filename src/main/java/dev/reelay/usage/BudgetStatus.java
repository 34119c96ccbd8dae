package dev.reelay.usage;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

import dev.reelay.access.Budget;
import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;

/**
 * How much of a budget is used.
 *
 * @param spent USD that ended videos cost in the period
 * @param reserved USD that open videos may cost
 * @param time when this was read
 */
public record BudgetStatus(Budget budget, BigDecimal spent, BigDecimal reserved, Instant time) {
    private static final BigDecimal PERCENT = BigDecimal.valueOf(100);

    /** Returns what is left, which is never negative. */
    public BigDecimal remaining() {
        return budget.amount().subtract(used()).max(BigDecimal.ZERO);
    }

    /** Returns when the whole budget is available again, or empty if never. */
    public Optional<Instant> renewal() {
        return budget.period().renewal(time);
    }

    /** Returns true if at least this part of the budget is spent or reserved. */
    public boolean isUsedTo(int percent) {
        return used().multiply(PERCENT).compareTo(budget.amount().multiply(BigDecimal.valueOf(percent))) >= 0;
    }

    /**
     * Reserves the price of one more video.
     *
     * @param price USD; empty for a model without a price
     * @return the status with the reservation
     * @throws ReelayException with {@link ErrorCode#INSUFFICIENT_QUOTA} if that is more than what is left, or if the model has
     *         no price, because a video that costs nothing would pass any budget
     */
    public BudgetStatus reserve(Optional<BigDecimal> price) {
        BigDecimal needed = price.orElseThrow(() -> new ReelayException(ErrorCode.INSUFFICIENT_QUOTA,
                "A key with a budget cannot use this model, because the model has no price"));
        if (used().add(needed).compareTo(budget.amount()) > 0) {
            throw new ReelayException(ErrorCode.INSUFFICIENT_QUOTA,
                    "The video costs %s USD, but %s of %s USD are spent or reserved; %s".formatted(Usd.text(needed),
                            Usd.text(used()), Usd.text(budget.amount()),
                            renewal().map(at -> "the budget is renewed at " + at).orElse("the budget is not renewed")));
        }
        return new BudgetStatus(budget, spent, reserved.add(needed), time);
    }

    private BigDecimal used() {
        return spent.add(reserved);
    }
}
