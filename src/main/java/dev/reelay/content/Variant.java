package dev.reelay.content;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.reelay.error.ReelayException;

/** The variants of a content (contract 5). Not every upstream makes the images. */
enum Variant {
    VIDEO,
    THUMBNAIL,
    SPRITESHEET;

    /** @throws ReelayException with the allowed values, if the parameter has another value */
    static Variant of(Optional<String> written) {
        return written.map(label -> Arrays.stream(values()).filter(variant -> variant.wireName().equals(label)).findFirst()
                .orElseThrow(() -> ReelayException.invalid("variant", "Invalid value for parameter: variant. Allowed: "
                        + Arrays.stream(values()).map(Variant::wireName).collect(Collectors.joining(", ")))))
                .orElse(VIDEO);
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the query parameter for the upstream, or empty for the video: the base contract has no variants. */
    Optional<String> query() {
        return this == VIDEO ? Optional.empty() : Optional.of(wireName());
    }
}
