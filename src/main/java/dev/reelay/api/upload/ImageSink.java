package dev.reelay.api.upload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import dev.reelay.api.body.Base64Sink;
import dev.reelay.api.body.ValueSink;
import dev.reelay.error.ReelayException;
import dev.reelay.video.ImageType;

/**
 * Receives a reference image: as its bytes or as a data URL in Base64 (RFC 2397), whose bytes it writes to a file, or as the
 * URL of a server. A file that contains a data URL counts as one, because OpenAI's Java SDK uploads a data URL as a file.
 */
final class ImageSink implements ValueSink {
    private static final String SCHEME = "data:";
    private static final String BASE64 = ";base64,";
    private static final int LONGEST_URL_HEAD = 1024;
    private static final int LONGEST_URL = 8 * 1024;
    private static final Pattern URL = Pattern.compile("(?is)https?://.*");
    private static final String NO_IMAGE = "must be an image: a file, a data URL in base64, or an https URL";

    private final boolean mustBeUrl;
    private final ImageBytes bytes;

    /** The beginning, as long as the form of the image is unknown, or the data of a URL have not begun. */
    private final StringBuilder head = new StringBuilder();
    /** The receiver of the rest; empty as long as all bytes belong to the head. */
    private Optional<ValueSink> rest = Optional.empty();
    private Optional<String> url = Optional.empty();
    private Optional<String> problem = Optional.empty();

    /** @param newFile opens the file, before its first byte */
    ImageSink(boolean mustBeUrl, Supplier<ImageFile> newFile) {
        this.mustBeUrl = mustBeUrl;
        this.bytes = new ImageBytes(ImageType.OF_UPLOADS, newFile);
    }

    /** Returns the file with the bytes of the image, if it has any. */
    Optional<ImageFile> file() {
        return bytes.file();
    }

    /** Returns the URL of the image, after its end, if it is at a server. */
    Optional<String> url() {
        return url;
    }

    /**
     * Returns the image, after its end; may be called once.
     *
     * @throws ReelayException with {@code invalid_request} if it is no image that can be used
     */
    CreateVideoFields.Image image() {
        if (problem.isPresent()) {
            throw ReelayException.invalid(CreateVideoFields.IMAGE, "Parameter input_reference " + problem.get());
        }
        return bytes.image();
    }

    @Override
    public void write(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && rest.isEmpty()) {
            head.append((char) (bytes[at++] & 0xff));
            readHead();
        }
        if (at < to) {
            rest.orElse(IGNORED).write(bytes, at, to);
        }
    }

    @Override
    public void end() {
        if (rest.isEmpty()) {
            rest = Optional.of(endHead());
        }
        rest.orElse(IGNORED).end();
        if (rest.orElse(IGNORED) instanceof Base64Sink base64 && !base64.isValid()) {
            reject("is not valid base64");
        }
    }

    private void readHead() {
        if (isDataUrl()) {
            if (head.indexOf(BASE64) >= 0) {
                rest = Optional.of(new Base64Sink(bytes));
            } else if (head.length() > LONGEST_URL_HEAD) {
                rest = Optional.of(reject(NO_IMAGE));
            }
        } else if (mustBeUrl) {
            rest = head.length() > LONGEST_URL ? Optional.of(reject(NO_IMAGE)) : Optional.empty();
        } else if (!SCHEME.startsWith(head.toString())) {
            rest = Optional.of(allBytes());
        }
    }

    private boolean isDataUrl() {
        return head.length() >= SCHEME.length() && SCHEME.contentEquals(head.subSequence(0, SCHEME.length()));
    }

    /** Returns the receiver of an image that ends within its head. */
    private ValueSink endHead() {
        if (!mustBeUrl && !isDataUrl()) {
            return allBytes();
        }
        String text = new String(head.toString().getBytes(ISO_8859_1), UTF_8);
        if (!mustBeUrl || !URL.matcher(text).matches()) {
            return reject(NO_IMAGE);
        }
        url = Optional.of(text);
        return IGNORED;
    }

    /** Returns the receiver of an image that is no URL, which already has the head. */
    private ValueSink allBytes() {
        bytes.write(head.toString().getBytes(ISO_8859_1), 0, head.length());
        return bytes;
    }

    /** Sets the problem of the image, unless it has one, and returns a receiver for the rest. */
    private ValueSink reject(String reason) {
        problem = problem.or(() -> Optional.of(reason));
        return IGNORED;
    }
}
