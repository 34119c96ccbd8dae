package dev.reelay.content;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A single range of bytes, as asked for (RFC 9110, section 14.1.2): {@code a-b}, {@code a-}, or {@code -n} for the last
 * ones. Several ranges at once may be answered whole, and are: no player asks for them.
 *
 * @param first empty for the last ones
 * @param last inclusive, empty for up to the end; how many, where there is no first
 */
record RangeHeader(Optional<Long> first, Optional<Long> last) {
    private static final Pattern SINGLE = Pattern.compile("(?i)bytes=[ \\t,]*(\\d*)-(\\d*)[ \\t,]*");
    /** More digits than a file of today can need, and than a long can have. */
    private static final int DIGITS = 18;

    /** Empty for a header that is to be ignored, since it cannot be read or wants more than one range. */
    static Optional<RangeHeader> parse(String header) {
        Matcher range = SINGLE.matcher(header.strip());
        return range.matches()
                ? Optional.of(new RangeHeader(position(range.group(1)), position(range.group(2))))
                        .filter(RangeHeader::makesSense)
                : Optional.empty();
    }

    /** Those bytes of a content; empty where it has none of them. */
    Optional<ByteRange> in(long total) {
        long from = first.orElseGet(() -> Math.max(0, total - last.orElse(0L)));
        long to = first.isEmpty() ? total : last.map(end -> Math.min(end, total - 1) + 1).orElse(total);
        return from < to ? Optional.of(new ByteRange(from, to)) : Optional.empty();
    }

    /** As it was asked for. */
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
