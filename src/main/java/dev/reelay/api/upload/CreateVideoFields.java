package dev.reelay.api.upload;

import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.reelay.error.ReelayException;
import dev.reelay.video.ReferenceImage;

/**
 * The fields of a create (contract 2), unvalidated, from a form of the base format, a form of an OpenAI SDK, or JSON.
 *
 * @param texts values by their names, without unknown fields
 * @param problems errors by the names of their fields, such as that of a field that was sent twice; these fields have no value
 * @param image the reference image, if the body has one without a problem
 * @param imageUrl the URL of the reference image instead, if the body has that
 */
public record CreateVideoFields(Map<String, String> texts, Map<String, ReelayException> problems, Optional<Image> image,
        Optional<String> imageUrl) {
    static final String IMAGE = "input_reference";
    static final String DEADLINE = "deadline";
    public static final String WEBHOOK_URL = "webhook_url";
    static final String OPTIONS = "provider_options";

    /**
     * A reference image in a temporary file, which exists as long as the upload.
     *
     * @param sha256 hash of the bytes of the image
     */
    public record Image(ReferenceImage reference, byte[] sha256) {
    }

    /** Returns the value of a field, or null if it is absent or has a problem. */
    public @Nullable String text(String name) {
        return texts.get(name);
    }

    /** Returns true if a reference image was sent, even if it has a problem. */
    public boolean hasImage() {
        return image.isPresent() || imageUrl.isPresent() || problems.containsKey(IMAGE);
    }

    /** Returns the reference image, if the body has one; throws its problem. */
    Optional<Image> requireImage() {
        requireNoProblem(IMAGE);
        return image;
    }

    /** Returns the deadline in seconds, as text; throws its problem. */
    public Optional<String> deadline() {
        requireNoProblem(DEADLINE);
        return Optional.ofNullable(texts.get(DEADLINE));
    }

    /** Returns the URL for the events of the video, unchecked; throws its problem. */
    public Optional<String> webhookUrl() {
        requireNoProblem(WEBHOOK_URL);
        return Optional.ofNullable(texts.get(WEBHOOK_URL));
    }

    /** Returns the options for providers as JSON, if some were sent that have no problem. */
    public Optional<String> options() {
        return Optional.ofNullable(texts.get(OPTIONS));
    }

    /** Throws the problem of the options, if they have one. */
    public void requireOptions() {
        requireNoProblem(OPTIONS);
    }

    /** Returns the problem of the field that an error is about, or else the error: a field with a problem looks missing. */
    public ReelayException explain(ReelayException error) {
        return error.param().map(problems::get).orElse(error);
    }

    private void requireNoProblem(String name) {
        if (problems.containsKey(name)) {
            throw problems.get(name);
        }
    }
}
