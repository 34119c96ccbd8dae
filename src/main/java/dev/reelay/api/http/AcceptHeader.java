package dev.reelay.api.http;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The header Accept (RFC 9110, section 12.5.1).
 *
 * @param ranges media ranges in the order of the header; without any, every type is acceptable
 */
public record AcceptHeader(List<Range> ranges) {
    private static final String ALL = "*/*";

    /**
     * A media range. Parameters other than the quality are ignored.
     *
     * @param quality 0, which means not acceptable, to 1
     */
    record Range(String type, double quality) {
        /** Parses a range. A quality that is not a number counts as 1. */
        static Range of(String text) {
            String[] parts = text.split(";", -1);
            double quality = Stream.of(parts).skip(1).map(part -> part.replaceAll("\\s", ""))
                    .filter(part -> part.regionMatches(true, 0, "q=", 0, 2) && part.matches("..\\d(\\.\\d{0,9})?"))
                    .map(part -> Math.min(1, Double.parseDouble(part.substring(2)))).findFirst().orElse(1.0);
            return new Range(parts[0].strip().toLowerCase(Locale.ROOT), quality);
        }
    }

    /** An acceptable type and the range that matches it. */
    private record Match(String type, double quality, int position) {
    }

    /** Parses the values of all headers with this name. */
    public static AcceptHeader of(List<String> values) {
        return new AcceptHeader(values.stream().flatMap(value -> Stream.of(value.split(",")))
                .filter(range -> !range.isBlank()).map(Range::of).toList());
    }

    /**
     * Returns the acceptable type with the highest quality, or empty if the client accepts none. Of types with the same
     * quality, returns the one whose range comes first in the header.
     *
     * @param types types in lower case without parameters; without a preference of the client, the first one
     */
    public Optional<String> preferred(String... types) {
        if (ranges.isEmpty()) {
            return Stream.of(types).findFirst();
        }
        return Stream.of(types).flatMap(type -> match(type).stream()).filter(match -> match.quality > 0)
                .min(Comparator.comparingDouble((Match match) -> -match.quality).thenComparing(Match::position))
                .map(Match::type);
    }

    /** Finds the most specific range that matches the type. */
    private Optional<Match> match(String type) {
        return Stream.of(type, type.substring(0, type.indexOf('/') + 1) + "*", ALL)
                .flatMap(wanted -> IntStream.range(0, ranges.size()).filter(at -> ranges.get(at).type.equals(wanted)).boxed())
                .findFirst().map(at -> new Match(type, ranges.get(at).quality, at));
    }
}
