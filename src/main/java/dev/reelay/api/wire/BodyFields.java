package dev.reelay.api.wire;

import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;

/** The fields of a short JSON body of a request. Each method fails with {@link ErrorCode#INVALID_REQUEST}. */
public final class BodyFields {
    private final JsonObject fields;

    private BodyFields(JsonObject fields) {
        this.fields = fields;
    }

    public static BodyFields parse(String body) {
        try {
            return new BodyFields(new JsonObject(body));
        } catch (DecodeException malformed) {
            throw new ReelayException(ErrorCode.INVALID_REQUEST, "The body must be a JSON object");
        }
    }

    /** Parses a body that may be empty. */
    public static BodyFields parseOptional(String body) {
        return body.isBlank() ? new BodyFields(new JsonObject()) : parse(body);
    }

    /** Returns these fields if all of them have one of these names. */
    public BodyFields requireOnly(Set<String> names) {
        fields.fieldNames().stream().filter(name -> !names.contains(name)).findFirst().ifPresent(unknown -> {
            throw ReelayException.invalid(unknown, "Unknown parameter: %s. Allowed: %s".formatted(unknown,
                    String.join(", ", names.stream().sorted().toList())));
        });
        return this;
    }

    /** Returns true if the field is there, even as null. */
    public boolean has(String name) {
        return fields.containsKey(name);
    }

    /** Returns the value, or null if there is none or if it is null. */
    public @Nullable Object value(String name) {
        return fields.getValue(name);
    }

    /** Returns the text, or empty if there is none or if it is null. */
    public Optional<String> text(String name) {
        Object value = value(name);
        if (value != null && !(value instanceof String)) {
            throw ReelayException.invalid(name, "Parameter %s must be a string".formatted(name));
        }
        return Optional.ofNullable((String) value);
    }

    /** Returns the error of an invalid value. */
    public static ReelayException invalid(String name, String allowed) {
        return ReelayException.invalid(name, "Invalid value for parameter: %s. Allowed: %s".formatted(name, allowed));
    }

    /** Returns the text if it has 1 to {@code limit} characters in one line. */
    public static String line(String name, String text, int limit) {
        if (text.isBlank() || text.length() > limit || text.chars().anyMatch(Character::isISOControl)) {
            throw invalid(name, "1 to %d characters in one line".formatted(limit));
        }
        return text;
    }
}
