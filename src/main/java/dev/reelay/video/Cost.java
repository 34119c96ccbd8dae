package dev.reelay.video;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What a video costs, in USD.
 *
 * @param amount the price of an open video, and what a terminal one costs; empty without a price
 * @param uncertain what a failed video may cost beside that, because its upstream may bill it
 * @param charge what the upstream says it charged
 */
public record Cost(Optional<BigDecimal> amount, Optional<BigDecimal> uncertain, Optional<BigDecimal> charge) {
    /** The cost of a video without a price. */
    public static final Cost NONE = new Cost(Optional.empty(), Optional.empty(), Optional.empty());

    Cost charged(Optional<BigDecimal> usd) {
        return new Cost(amount, uncertain, usd.or(() -> charge));
    }
}
