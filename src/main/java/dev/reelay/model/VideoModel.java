package dev.reelay.model;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * A model that makes videos, and what it can do.
 *
 * @param name the name in requests of clients
 * @param sizes sizes as {@code width x height}, such as {@code 1280x720}; at least one
 * @param seconds lengths; at least one
 * @param promptLimit a prompt must have fewer Unicode code points than this
 * @param pricePerSecond the operator's price in USD, if there is one
 * @param offers who has the model, in the order of the file; at least one
 */
public record VideoModel(String name, List<String> sizes, List<String> seconds, ImageRule image, int promptLimit,
        Optional<BigDecimal> pricePerSecond, List<Offer> offers) {

    /** Returns what a video of this length costs, in USD; empty without a price. */
    public Optional<BigDecimal> price(String length) {
        return pricePerSecond.map(price -> price.multiply(new BigDecimal(length)));
    }
}
