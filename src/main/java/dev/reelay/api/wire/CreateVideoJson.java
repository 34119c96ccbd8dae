package dev.reelay.api.wire;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;

import dev.reelay.error.ReelayException;

/** Parses the JSON body of a create, in the format of OpenAI's Videos API. */
public final class CreateVideoJson {
    private CreateVideoJson() {
    }

    public static CreateVideoFields form(JsonNode body) {
        if (!body.isObject()) {
            throw ReelayException.invalid("body", "The body must be a JSON object");
        }
        return new CreateVideoFields(text("prompt", body), text("model", body), text("size", body), text("seconds", body),
                Optional.empty(), imageUrl(body.path(CreateVideoFields.IMAGE)), Optional.ofNullable(text("deadline", body)));
    }

    private static Optional<String> imageUrl(JsonNode reference) {
        if (reference.has("file_id")) {
            throw CreateVideoFields.noFileIds();
        }
        JsonNode url = reference.isObject() ? reference.path("image_url") : reference;
        if (url.isMissingNode() && reference.isMissingNode() || reference.isNull()) {
            return Optional.empty();
        }
        if (!url.isTextual()) {
            throw ReelayException.invalid(CreateVideoFields.IMAGE,
                    "Parameter input_reference must be a data URL, or an object with one as image_url");
        }
        return Optional.of(url.asText());
    }

    /** Returns the field as text, or null if it is absent. Accepts numbers as well, such as {@code "seconds": 10}. */
    private static @Nullable String text(String name, JsonNode body) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual() && !value.isNumber()) {
            throw ReelayException.invalid(name, "Parameter %s must be a string".formatted(name));
        }
        return value.asText();
    }
}
