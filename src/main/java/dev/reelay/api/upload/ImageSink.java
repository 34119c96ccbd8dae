package dev.reelay.api.upload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Optional;
import java.util.function.Supplier;

import dev.reelay.api.body.Base64Sink;
import dev.reelay.api.body.ValueSink;
import dev.reelay.error.ReelayException;
import dev.reelay.video.ImageType;

/**
 * Receives a reference image, as its bytes or as a data URL in Base64 (RFC 2397), and writes its bytes to a file. A file that
 * contains a data URL counts as one, because OpenAI's Java SDK uploads a data URL as a file.
 */
final class ImageSink implements ValueSink {
    /** Exclusive limit in bytes (contract 9). */
    private static final long SIZE_LIMIT = 10L * 1024 * 1024;
    private static final String SCHEME = "data:";
    private static final String BASE64 = ";base64,";
    private static final int LONGEST_URL_HEAD = 1024;
    private static final String NO_IMAGE = "must be the image itself: a file, or a data URL in base64";

    private final boolean mustBeUrl;
    private final Supplier<ImageFile> newFile;
    private Optional<ImageFile> file = Optional.empty();

    /** The beginning, as long as the form of the image is unknown, or the data of a URL have not begun. */
    private final StringBuilder head = new StringBuilder();
    /** The receiver of the rest; empty as long as all bytes belong to the head. */
    private Optional<ValueSink> rest = Optional.empty();
    private Optional<String> problem = Optional.empty();

    /** @param newFile opens the file, before its first byte */
    ImageSink(boolean mustBeUrl, Supplier<ImageFile> newFile) {
        this.mustBeUrl = mustBeUrl;
        this.newFile = newFile;
    }

    /** Returns the file with the bytes of the image, if it has any. */
    Optional<ImageFile> file() {
        return file;
    }

    /**
     * Returns the type of the image, after its end.
     *
     * @throws ReelayException with {@code invalid_request} if it is no image that can be used
     */
    ImageType type() {
        if (problem.isPresent()) {
            throw invalid(problem.get());
        }
        return file.flatMap(bytes -> ImageType.of(bytes.start()))
                .orElseThrow(() -> invalid("is not an image that can be used. Allowed: PNG, JPEG"));
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
            boolean isUrl = head.length() >= SCHEME.length();
            rest = Optional.of(isUrl ? reject(NO_IMAGE) : bytes());
        }
        rest.orElse(IGNORED).end();
        if (rest.orElse(IGNORED) instanceof Base64Sink base64 && !base64.isValid()) {
            reject("is not valid base64");
        }
    }

    private void readHead() {
        if (head.length() <= SCHEME.length()) {
            rest = SCHEME.startsWith(head.toString()) ? Optional.empty() : Optional.of(bytes());
        } else if (head.indexOf(BASE64) >= 0) {
            rest = Optional.of(new Base64Sink(new FileSink()));
        } else if (head.length() > LONGEST_URL_HEAD) {
            rest = Optional.of(reject(NO_IMAGE));
        }
    }

    /** Returns the receiver of an image that is no URL, which already has the head. */
    private ValueSink bytes() {
        if (mustBeUrl) {
            return reject(NO_IMAGE);
        }
        ValueSink sink = new FileSink();
        sink.write(head.toString().getBytes(ISO_8859_1), 0, head.length());
        return sink;
    }

    /** Sets the problem of the image, unless it has one, and returns a receiver for the rest. */
    private ValueSink reject(String reason) {
        problem = problem.or(() -> Optional.of(reason));
        return IGNORED;
    }

    private static ReelayException invalid(String problem) {
        return ReelayException.invalid(CreateVideoFields.IMAGE, "Parameter input_reference " + problem);
    }

    /** Writes to the file up to the limit. */
    private final class FileSink implements ValueSink {
        @Override
        public void write(byte[] bytes, int from, int to) {
            if (from < to && problem.isEmpty()) {
                ImageFile target = file.orElseGet(newFile);
                file = Optional.of(target);
                if (target.size() + to - from >= SIZE_LIMIT) {
                    reject("is too large: it must be under 10 MB");
                } else {
                    target.write(bytes, from, to);
                }
            }
        }

        @Override
        public void end() {
            // The owner of the file finishes it.
        }
    }
}
