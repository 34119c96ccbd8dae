package dev.reelay.sandbox;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Consecutive bytes of a file.
 *
 * @param first
 *        the position of the first byte, counted from 0
 * @param length
 *        the number of bytes
 * @param partial
 *        true if the client requested a range, so that the response is a 206 even for the whole file
 */
record SandboxByteRange(long first, long length, boolean partial) {
    private static final Pattern SINGLE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    static SandboxByteRange whole(long size) {
        return new SandboxByteRange(0, size, false);
    }

    /**
     * Applies a header {@code Range} to a file of {@code size} bytes. Ignores a malformed header and one with several ranges,
     * as RFC 9110, section 14.2, allows.
     *
     * @return empty if the file has none of these bytes
     */
    static Optional<SandboxByteRange> of(String header, long size) {
        Matcher range = SINGLE.matcher(header.strip());
        if (!range.matches() || range.group(1).isEmpty() && range.group(2).isEmpty()) {
            return Optional.of(whole(size));
        }
        if (range.group(1).isEmpty()) {
            return last(Long.parseLong(range.group(2)), size);
        }
        long first = Long.parseLong(range.group(1));
        long last = range.group(2).isEmpty() ? size - 1 : Math.min(Long.parseLong(range.group(2)), size - 1);
        if (!range.group(2).isEmpty() && Long.parseLong(range.group(2)) < first) {
            return Optional.of(whole(size));
        }
        return first < size ? Optional.of(new SandboxByteRange(first, last - first + 1, true)) : Optional.empty();
    }

    private static Optional<SandboxByteRange> last(long count, long size) {
        long length = Math.min(count, size);
        return length > 0 ? Optional.of(new SandboxByteRange(size - length, length, true)) : Optional.empty();
    }

    /** Returns the value of {@code Content-Range} for a file of {@code size} bytes. */
    String of(long size) {
        return "bytes " + first + "-" + (first + length - 1) + "/" + size;
    }
}
