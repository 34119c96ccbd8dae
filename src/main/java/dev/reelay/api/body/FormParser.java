package dev.reelay.api.body;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;

/**
 * Parses {@code multipart/form-data} (RFC 7578, RFC 2046 section 5.1). Keeps the headers of one part, or as many bytes as the
 * delimiter has.
 */
public final class FormParser implements BodyParser {
    private static final int MOST_PARTS = 1000;
    private static final int LONGEST_HEADERS = 8 * 1024;
    private static final int LONGEST_BOUNDARY = 256;
    private static final byte[] LINE_END = { '\r', '\n' };
    private static final int NEEDS_MORE = -1;

    /** The part of the body to which the next byte belongs. */
    private enum State {
        CONTENT,
        DELIMITER,
        HEADERS,
        END
    }

    private final FormFields fields;
    private final byte[] delimiter;

    /** The first delimiter may lack its line end, which the parser therefore adds to the body. */
    private byte[] rest = LINE_END;
    /** The text before the first delimiter is the content of no part. */
    private State state = State.CONTENT;
    private ValueSink content = ValueSink.IGNORED;
    private Optional<Base64Sink> base64 = Optional.empty();

    private final List<String> headers = new ArrayList<>();
    private int headerBytes;
    private int parts;

    /**
     * @param boundary the parameter of the content type
     * @throws ReelayException with {@code invalid_request} for a boundary that is empty or too long
     */
    public FormParser(String boundary, FormFields fields) {
        if (boundary.isEmpty() || boundary.length() > LONGEST_BOUNDARY) {
            throw malformed("its boundary has %d characters".formatted(boundary.length()));
        }
        this.delimiter = ("\r\n--" + boundary).getBytes(ISO_8859_1);
        this.fields = fields;
    }

    @Override
    public void feed(byte[] bytes) {
        byte[] input = Arrays.copyOf(rest, rest.length + bytes.length);
        System.arraycopy(bytes, 0, input, rest.length, bytes.length);
        int at = 0;
        for (int next = step(input, at); next != NEEDS_MORE; next = step(input, at)) {
            at = next;
        }
        if (state == State.CONTENT) {
            int kept = Math.max(at, input.length - delimiter.length + 1);
            content.write(input, at, kept);
            at = kept;
        }
        rest = Arrays.copyOfRange(input, at, input.length);
    }

    @Override
    public void end() {
        if (state != State.END) {
            throw malformed("its end is missing");
        }
    }

    /** Parses the next element, and returns the index after it, or {@link #NEEDS_MORE} if its end has not arrived. */
    private int step(byte[] input, int at) {
        return switch (state) {
            case CONTENT -> content(input, at);
            case DELIMITER -> restOfDelimiter(input, at);
            case HEADERS -> header(input, at);
            case END -> at < input.length ? input.length : NEEDS_MORE;
        };
    }

    private int content(byte[] input, int at) {
        int end = indexOf(delimiter, input, at);
        if (end < 0) {
            return NEEDS_MORE;
        }
        content.write(input, at, end);
        content.end();
        if (base64.isPresent() && !base64.get().isValid()) {
            throw malformed("a part is not valid base64");
        }
        state = State.DELIMITER;
        return end + delimiter.length;
    }

    /** Parses the line end after a delimiter, with optional white space before it, or the two dashes of the last one. */
    private int restOfDelimiter(byte[] input, int at) {
        if (input.length - at < LINE_END.length) {
            return NEEDS_MORE;
        }
        if (input[at] == '-' && input[at + 1] == '-') {
            state = State.END;
            return at + 2;
        }
        if (input[at] == ' ' || input[at] == '\t') {
            return at + 1;
        }
        if (input[at] != '\r' || input[at + 1] != '\n') {
            throw malformed("a delimiter does not end its line");
        }
        if (++parts > MOST_PARTS) {
            throw malformed("it has more than %d parts".formatted(MOST_PARTS));
        }
        state = State.HEADERS;
        return at + LINE_END.length;
    }

    private int header(byte[] input, int at) {
        int end = indexOf(LINE_END, input, at);
        if (headerBytes + (end < 0 ? input.length : end) - at > LONGEST_HEADERS) {
            throw malformed("the headers of a part are too long");
        }
        if (end < 0) {
            return NEEDS_MORE;
        }
        headerBytes += end - at + LINE_END.length;
        if (end > at) {
            headers.add(new String(input, at, end - at, UTF_8));
        } else {
            startContent();
        }
        return end + LINE_END.length;
    }

    private void startContent() {
        PartHeaders part = PartHeaders.parse(headers);
        ValueSink value = fields.part(part);
        String encoding = part.transferEncoding().orElse("");
        base64 = encoding.equals("base64") ? Optional.of(new Base64Sink(value)) : Optional.empty();
        content = base64.isPresent() ? base64.get()
                : encoding.equals("quoted-printable") ? new QuotedPrintableSink(value) : value;
        headers.clear();
        headerBytes = 0;
        state = State.CONTENT;
    }

    /** Takes linear time, because the first byte of both patterns occurs in them once. */
    private static int indexOf(byte[] pattern, byte[] input, int from) {
        for (int at = from; at <= input.length - pattern.length; at++) {
            if (input[at] == pattern[0]
                    && Arrays.equals(pattern, 0, pattern.length, input, at, at + pattern.length)) {
                return at;
            }
        }
        return -1;
    }

    private static ReelayException malformed(String reason) {
        return new ReelayException(ErrorCode.INVALID_REQUEST, "The form is malformed: " + reason);
    }
}
