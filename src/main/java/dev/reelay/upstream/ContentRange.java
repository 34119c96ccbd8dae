package dev.reelay.upstream;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The header of a partial answer (RFC 9110, section 14.4).
 *
 * @param first byte that comes, counted from 0
 * @param last that comes
 * @param total of the whole
 */
record ContentRange(long first, long last, long total) {
    private static final Pattern FORM = Pattern.compile("(?i)bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");
    private static final Pattern UNSATISFIED = Pattern.compile("(?i)bytes \\*/(\\d{1,18})");

    /** Empty where it makes no sense, or leaves the total open. */
    static Optional<ContentRange> parse(@Nullable String header) {
        return Optional.ofNullable(header).map(text -> FORM.matcher(text.strip())).filter(Matcher::matches)
                .map(match -> new ContentRange(Long.parseLong(match.group(1)), Long.parseLong(match.group(2)),
                        Long.parseLong(match.group(3))))
                .filter(range -> range.first <= range.last && range.last < range.total);
    }

    /** The total that an answer 416 tells. */
    static Optional<Long> total(@Nullable String header) {
        return Optional.ofNullable(header).map(text -> UNSATISFIED.matcher(text.strip())).filter(Matcher::matches)
                .map(match -> Long.valueOf(match.group(1)));
    }
}
