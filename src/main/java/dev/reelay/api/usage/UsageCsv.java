package dev.reelay.api.usage;

import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.reelay.usage.UsageGroup;
import dev.reelay.usage.UsageQuery;
import dev.reelay.usage.UsageSum;
import dev.reelay.usage.Usd;

/** A page of usage as CSV (RFC 4180), with a header. Times are in ISO 8601. */
final class UsageCsv {
    private UsageCsv() {
    }

    static String of(UsagePage page) {
        Stream<String> header = Stream.of(Stream.of("start", "end"), page.query().groups().stream().map(UsageGroup::wireName),
                Stream.of("videos", "seconds", "cost", "uncertain")).flatMap(names -> names);
        return Stream.concat(Stream.of(record(header)), page.sums().stream().map(sum -> record(values(sum, page.query()))))
                .collect(Collectors.joining());
    }

    private static Stream<String> values(UsageSum sum, UsageQuery query) {
        return Stream.of(Stream.of(sum.start().toString(), query.bucket().end(sum.start()).toString()), sum.group().stream(),
                Stream.of(String.valueOf(sum.videos()), String.valueOf(sum.seconds()), Usd.text(sum.cost()),
                        Usd.text(sum.uncertain())))
                .flatMap(values -> values);
    }

    private static String record(Stream<String> values) {
        return values.map(UsageCsv::quoted).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String quoted(String value) {
        return value.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n')
                ? '"' + value.replace("\"", "\"\"") + '"'
                : value;
    }
}
