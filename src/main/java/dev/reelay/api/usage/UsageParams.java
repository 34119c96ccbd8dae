package dev.reelay.api.usage;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.vertx.core.MultiMap;

import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;
import dev.reelay.usage.UsageBucket;
import dev.reelay.usage.UsageGroup;
import dev.reelay.usage.UsageQuery;

/** The query parameters of a request for usage. Each method throws {@link ErrorCode#INVALID_REQUEST} for an invalid one. */
final class UsageParams {
    private static final Duration DEFAULT_RANGE = Duration.ofDays(30);
    private static final int DEFAULT_LIMIT = 100;
    private static final int HIGHEST_LIMIT = 10_000;
    /** The end of the year 9999, so that no date has five digits. */
    private static final long LAST_SECOND = 253_402_300_799L;

    private final MultiMap params;
    private final Set<UsageGroup> allowed;

    /** @param allowed what the caller may group by */
    UsageParams(MultiMap params, Set<UsageGroup> allowed) {
        this.params = params;
        this.allowed = allowed;
    }

    /**
     * Returns what the request asks for. The range becomes one of whole buckets.
     *
     * @param only the values that groups must have, beside those of the request
     */
    UsageQuery query(Instant now, Map<UsageGroup, String> only) {
        UsageBucket bucket = bucket();
        Instant last = time("end").orElse(now);
        Instant end = bucket.start(last).equals(last) ? last : bucket.end(bucket.start(last));
        Instant start = bucket.start(time("start").orElseGet(() -> last.minus(DEFAULT_RANGE)));
        if (!start.isBefore(end)) {
            throw invalid("end", "It must be later than start");
        }
        List<UsageGroup> groups = groups();
        return new UsageQuery(bucket, start, end, groups, only,
                Optional.ofNullable(params.get("after")).map(cursor -> UsageCursor.parse(cursor, groups.size())), limit());
    }

    /** Returns the values of these groups that the request asks for. */
    Map<UsageGroup, String> filters(Collection<UsageGroup> groups) {
        Map<UsageGroup, String> filters = new EnumMap<>(UsageGroup.class);
        groups.forEach(group -> Optional.ofNullable(params.get(group.wireName()))
                .ifPresent(value -> filters.put(group, checkedFilter(group, value))));
        return filters;
    }

    private static String checkedFilter(UsageGroup group, String value) {
        if (value.isBlank() || value.indexOf('\0') >= 0) {
            throw invalid(group.wireName(), "It must not be empty");
        }
        return value;
    }

    private UsageBucket bucket() {
        return Optional.ofNullable(params.get("bucket"))
                .map(word -> UsageBucket.parse(word).orElseThrow(() -> invalid("bucket", "Allowed: hour, day, month")))
                .orElse(UsageBucket.DAY);
    }

    /** The parameter may be repeated, and each value may be a list with commas. */
    private List<UsageGroup> groups() {
        return params.getAll("group_by").stream().flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(word -> UsageGroup.parse(word).filter(allowed::contains).orElseThrow(this::invalidGroup))
                .distinct().toList();
    }

    private ReelayException invalidGroup() {
        return invalid("group_by", "Allowed: "
                + allowed.stream().sorted().map(UsageGroup::wireName).collect(Collectors.joining(", ")));
    }

    private Optional<Instant> time(String name) {
        return Optional.ofNullable(params.get(name)).map(value -> {
            if (!value.matches("\\d{1,12}") || Long.parseLong(value) > LAST_SECOND) {
                throw invalid(name, "Allowed: a Unix time in seconds");
            }
            return Instant.ofEpochSecond(Long.parseLong(value));
        });
    }

    private int limit() {
        return Optional.ofNullable(params.get("limit")).map(value -> {
            if (!value.matches("[1-9]\\d{0,4}") || Integer.parseInt(value) > HIGHEST_LIMIT) {
                throw invalid("limit", "Allowed: 1 to " + HIGHEST_LIMIT);
            }
            return Integer.parseInt(value);
        }).orElse(DEFAULT_LIMIT);
    }

    private static ReelayException invalid(String name, String allowed) {
        return ReelayException.invalid(name, "Invalid value for parameter: %s. %s".formatted(name, allowed));
    }
}
