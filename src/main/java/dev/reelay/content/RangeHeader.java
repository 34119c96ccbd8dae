package dev.reelay.content;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.reelay.content.pipe.ByteRange;

/**
 * A single range of a header {@code Range} (RFC 9110, section 14.1.2): {@code a-b}, {@code a-}, or the suffix {@code -n}.
 * A header with several ranges is ignored, as section 14.2 allows; no player sends one.
 *
 * @param first the position of the first byte; empty for a suffix
 * @param last the position of the last byte, or empty for an open end; the number of bytes for a suffix
 */
record RangeHeader(Optional<Long> first, Optional<Long> last) {
    private static final Pattern SINGLE = Pattern.compile("(?i)bytes=[ \\t,]*(\\d*)-(\\d*)[ \\t,]*");
    /** A number with more digits may not fit into a long and counts as {@link Long#MAX_VALUE}. */
    private static final int DIGITS = 18;

    /** Parses a header. Returns empty for one that is ignored: it is malformed, or has several ranges or another unit. */
    static Optional<RangeHeader> parse(String header) {
        Matcher range = SINGLE.matcher(header.strip());
        return range.matches()
                ? Optional.of(new RangeHeader(position(range.group(1)), position(range.group(2))))
                        .filter(RangeHeader::makesSense)
                : Optional.empty();
    }

    /** Returns these bytes of a content with {@code total} bytes, or empty if it has none of them. */
    Optional<ByteRange> in(long total) {
        long from = first.orElseGet(() -> Math.max(0, total - last.orElse(0L)));
        long to = first.isEmpty() ? total : last.map(end -> Math.min(end, total - 1) + 1).orElse(total);
        return from < to ? Optional.of(new ByteRange(from, to)) : Optional.empty();
    }

    /** Returns the normalized value of the header. */
    @Override
    public String toString() {
        return "bytes=" + first.map(String::valueOf).orElse("") + "-" + last.map(String::valueOf).orElse("");
    }

    private boolean makesSense() {
        return first.isPresent() ? last.isEmpty() || first.get() <= last.get() : last.isPresent();
    }

    private static Optional<Long> position(String digits) {
        return digits.isEmpty() ? Optional.empty()
                : Optional.of(digits.length() > DIGITS ? Long.MAX_VALUE : Long.parseLong(digits));
    }
}
