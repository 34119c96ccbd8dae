package dev.reelay.video;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.reelay.error.ReelayException;

/**
 * The valid parameters of a create (contract 2).
 *
 * @param prompt a text that is not blank and has fewer than {@value #PROMPT_LIMIT} Unicode code points
 * @param seconds length of the video, a string in the contract
 */
public record VideoSpec(String prompt, String model, String size, String seconds) {
    public static final int PROMPT_LIMIT = 1000;

    static final List<String> MODELS = List.of("sora-2");
    static final List<String> SIZES = List.of("1280x720", "720x1280");
    static final List<String> SECONDS = List.of("10", "15");

    /**
     * Checks the parameters of a create request.
     *
     * @throws ReelayException with the first invalid parameter and its allowed values
     */
    public static VideoSpec of(@Nullable String prompt, @Nullable String model, @Nullable String size,
            @Nullable String seconds) {
        return new VideoSpec(prompt(prompt), oneOf("model", model, MODELS), oneOf("size", size, SIZES),
                oneOf("seconds", seconds, SECONDS));
    }

    private static String prompt(@Nullable String value) {
        String prompt = required("prompt", value);
        int length = prompt.codePointCount(0, prompt.length());
        if (length >= PROMPT_LIMIT) {
            throw ReelayException.invalid("prompt",
                    "Parameter prompt is too long: it has %d characters, and must have fewer than %d".formatted(length,
                            PROMPT_LIMIT));
        }
        if (prompt.indexOf('\0') >= 0) {
            throw ReelayException.invalid("prompt", "Parameter prompt must not contain the character U+0000");
        }
        return prompt;
    }

    private static String oneOf(String param, @Nullable String value, List<String> allowed) {
        String given = required(param, value);
        if (!allowed.contains(given)) {
            throw ReelayException.invalid(param,
                    "Invalid value for parameter: %s. Allowed: %s".formatted(param, String.join(", ", allowed)));
        }
        return given;
    }

    private static String required(String param, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw ReelayException.invalid(param, "Missing required parameter: " + param);
        }
        return value;
    }
}
