package dev.reelay.upstream.http;

import java.util.UUID;

import dev.reelay.video.ReferenceImage;

/**
 * A reference image within JSON. A placeholder stands for its bytes, and {@link RequestBody} sends their base64 instead.
 *
 * @param base64 the placeholder: a random text, so that no client's text is equal to it
 */
public record JsonImage(ReferenceImage image, String base64) {
    public static JsonImage of(ReferenceImage image) {
        return new JsonImage(image, UUID.randomUUID().toString());
    }

    /** Returns the image as a data URL (RFC 2397). */
    public String dataUrl() {
        return "data:%s;base64,%s".formatted(image.type().mediaType(), base64);
    }
}
