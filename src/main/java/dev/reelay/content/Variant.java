package dev.reelay.content;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.reelay.error.ReelayException;

/** What of a video can be downloaded (OpenAI's Videos API). The images only where the upstream makes them. */
enum Variant {
    VIDEO,
    THUMBNAIL,
    SPRITESHEET;

    static Variant of(Optional<String> written) {
        return written.map(label -> Arrays.stream(values()).filter(variant -> variant.wireName().equals(label)).findFirst()
                .orElseThrow(() -> ReelayException.invalid("variant", "Invalid value for parameter: variant. Allowed: "
                        + Arrays.stream(values()).map(Variant::wireName).collect(Collectors.joining(", ")))))
                .orElse(VIDEO);
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** For the upstream, which need not know the word for the video itself. */
    Optional<String> query() {
        return this == VIDEO ? Optional.empty() : Optional.of(wireName());
    }
}
