package dev.reelay.model;

import java.util.Optional;

/**
 * The field of a provider's create that gets one of our parameters.
 *
 * @param name the provider's name for it
 * @param format the text around the value, which stands for {@code {}}; empty for the plain value
 */
public record OfferField(String name, Optional<String> format) {
    /** The placeholder of the value in a format. */
    static final String VALUE = "{}";

    /** Returns the value within the format; empty if there is no format. */
    public Optional<String> formatted(String value) {
        return format.map(text -> text.replace(VALUE, value));
    }
}
