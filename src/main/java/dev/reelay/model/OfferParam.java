package dev.reelay.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The parameters of a create whose field at the provider an offer can name. */
public enum OfferParam {
    SECONDS,
    /** Width and height, such as {@code 1280x720}. */
    SIZE,
    /** {@link VideoSize#ratio()} */
    RATIO,
    /** {@link VideoSize#resolution()} */
    RESOLUTION,
    IMAGE;

    /** Returns the name in the catalogue, such as {@code ratio}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<OfferParam> of(String name) {
        return Arrays.stream(values()).filter(param -> param.wireName().equals(name)).findFirst();
    }
}
