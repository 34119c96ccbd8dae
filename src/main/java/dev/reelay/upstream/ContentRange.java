package dev.reelay.upstream;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The header {@code Content-Range} of a partial response (RFC 9110, section 14.4).
 *
 * @param first position of the first byte, from 0
 * @param last position of the last byte, inclusive
 * @param total length of the complete content in bytes
 */
record ContentRange(long first, long last, long total) {
    private static final Pattern FORM = Pattern.compile("(?i)bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");
    private static final Pattern UNSATISFIED = Pattern.compile("(?i)bytes \\*/(\\d{1,18})");

    /** Parses the header of a 206. Returns empty if it is absent, malformed or without a total length. */
    static Optional<ContentRange> parse(@Nullable String header) {
        return Optional.ofNullable(header).map(text -> FORM.matcher(text.strip())).filter(Matcher::matches)
                .map(match -> new ContentRange(Long.parseLong(match.group(1)), Long.parseLong(match.group(2)),
                        Long.parseLong(match.group(3))))
                .filter(range -> range.first <= range.last && range.last < range.total);
    }

    /** Parses the total length from the header of a 416. */
    static Optional<Long> total(@Nullable String header) {
        return Optional.ofNullable(header).map(text -> UNSATISFIED.matcher(text.strip())).filter(Matcher::matches)
                .map(match -> Long.valueOf(match.group(1)));
    }
}
