package dev.reelay.api.wire;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jboss.resteasy.reactive.server.multipart.FormValue;
import org.jspecify.annotations.Nullable;

import dev.reelay.error.ReelayException;

/**
 * The fields of a create (contract 2), unvalidated, from a form of the base format, a form of an OpenAI SDK, or JSON.
 *
 * @param imageFile uploaded file with the reference image, or with its data URL: OpenAI's Java SDK uploads a data URL as a
 *        file part
 * @param imageUrl data URL of the reference image
 * @param deadline deadline in seconds, as text
 */
public record CreateVideoFields(@Nullable String prompt, @Nullable String model, @Nullable String size,
        @Nullable String seconds,
        Optional<Path> imageFile, Optional<String> imageUrl, Optional<String> deadline) {
    public static final String IMAGE = "input_reference";

    public boolean hasImage() {
        return imageFile.isPresent() || imageUrl.isPresent();
    }

    /**
     * Reads the fields of a form.
     *
     * @throws ReelayException with {@code invalid_request} for a repeated field, a text field that is a file, or a file id
     */
    public static CreateVideoFields of(Map<String, Collection<FormValue>> fields) {
        Optional<FormValue> image = only(IMAGE, fields);
        Optional<FormValue> url = only(IMAGE + "[image_url]", fields);
        if (only(IMAGE + "[file_id]", fields).isPresent()) {
            throw noFileIds();
        }
        if (url.isPresent() && image.isPresent()) {
            throw sentTwice(IMAGE);
        }
        Optional<FormValue> reference = image.or(() -> url);
        return new CreateVideoFields(text("prompt", fields), text("model", fields), text("size", fields),
                text("seconds", fields),
                reference.filter(FormValue::isFileItem).map(value -> value.getFileItem().getFile()),
                reference.filter(value -> !value.isFileItem()).map(FormValue::getValue),
                Optional.ofNullable(text("deadline", fields)));
    }

    static ReelayException noFileIds() {
        return ReelayException.invalid(IMAGE, "Parameter input_reference cannot be a file id: send the image itself");
    }

    private static ReelayException sentTwice(String name) {
        return ReelayException.invalid(name, "Parameter %s was sent more than once".formatted(name));
    }

    private static @Nullable String text(String name, Map<String, Collection<FormValue>> fields) {
        Optional<FormValue> value = only(name, fields);
        if (value.isPresent() && value.get().isFileItem()) {
            throw ReelayException.invalid(name, "Parameter %s must be text, not a file".formatted(name));
        }
        return value.map(FormValue::getValue).orElse(null);
    }

    private static Optional<FormValue> only(String name, Map<String, Collection<FormValue>> fields) {
        Collection<FormValue> values = fields.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw sentTwice(name);
        }
        return values.stream().findFirst();
    }
}
