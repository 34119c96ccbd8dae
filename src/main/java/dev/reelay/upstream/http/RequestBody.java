package dev.reelay.upstream.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.vertx.core.buffer.Buffer;

import dev.reelay.video.ReferenceImage;

/**
 * The body of a request: texts, and files that are read while they are sent.
 *
 * @param contentType value of the header {@code Content-Type}
 * @param pieces in the order in which they are sent
 */
public record RequestBody(String contentType, List<Piece> pieces) {

    /** A part of a body. */
    sealed interface Piece {
    }

    record Text(Buffer bytes) implements Piece {
    }

    /** The bytes of a file, or their base64 (RFC 4648, section 4). */
    record FileContent(Path file, boolean base64) implements Piece {
    }

    /** Returns a JSON object. */
    public static RequestBody json(ObjectNode json) {
        return new RequestBody("application/json", List.of(text(json.toString())));
    }

    /** Returns a JSON object in which the placeholder of an image stands once or not at all. */
    public static RequestBody json(ObjectNode json, Optional<JsonImage> image) {
        String text = json.toString();
        int at = image.map(given -> text.indexOf(given.base64())).orElse(-1);
        if (at < 0) {
            return json(json);
        }
        JsonImage placed = image.orElseThrow();
        return new RequestBody("application/json", List.of(text(text.substring(0, at)),
                new FileContent(placed.image().file(), true), text(text.substring(at + placed.base64().length()))));
    }

    /** Returns the bytes of an image alone. */
    public static RequestBody file(ReferenceImage image) {
        return new RequestBody(image.type().mediaType(), List.of(new FileContent(image.file(), false)));
    }

    /**
     * Returns a form (RFC 7578).
     *
     * @param fields names and values, sent before the file
     * @param fileField the name of the image's part
     */
    public static RequestBody form(Map<String, String> fields, String fileField, Optional<ReferenceImage> image) {
        String boundary = UUID.randomUUID().toString();
        StringBuilder head = new StringBuilder();
        fields.forEach((name, value) -> head.append("--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                .formatted(boundary, escaped(name), value)));
        image.ifPresent(file -> head
                .append("--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: %s\r\n\r\n"
                        .formatted(boundary, fileField, file.type().fileName(), file.type().mediaType())));
        String end = "--%s--\r\n".formatted(boundary);
        return new RequestBody("multipart/form-data; boundary=" + boundary,
                image.map(
                        file -> List.<Piece> of(text(head.toString()), new FileContent(file.file(), false), text("\r\n" + end)))
                        .orElseGet(() -> List.of(text(head + end))));
    }

    /** Returns the name of a field as browsers write it (HTML, 4.10.21.8). */
    private static String escaped(String name) {
        return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static Text text(String text) {
        return new Text(Buffer.buffer(text.getBytes(UTF_8)));
    }
}
