package dev.reelay.api.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.vertx.core.MultiMap;

import dev.reelay.error.ReelayException;
import dev.reelay.usage.UsageBucket;
import dev.reelay.usage.UsageGroup;
import dev.reelay.usage.UsageQuery;
import dev.reelay.usage.UsageSum;

class UsageParamsTest {
    private static final Instant NOW = Instant.parse("2026-11-26T10:20:30Z");
    private static final Set<UsageGroup> ALL = EnumSet.allOf(UsageGroup.class);

    private final MultiMap params = MultiMap.caseInsensitiveMultiMap();

    @Test
    void withoutParametersThirtyDaysAreAskedForByDay() {
        UsageQuery query = query();

        assertThat(query.bucket()).isEqualTo(UsageBucket.DAY);
        assertThat(query.start()).isEqualTo("2026-10-27T00:00:00Z");
        assertThat(query.end()).isEqualTo("2026-11-27T00:00:00Z");
        assertThat(query.groups()).isEmpty();
        assertThat(query.limit()).isEqualTo(100);
    }

    @Test
    void rangeBecomesOneOfWholeBuckets() {
        params.add("bucket", "month").add("start", seconds("2026-02-03T04:05:06Z")).add("end", seconds("2026-04-01T00:00:01Z"));

        assertThat(query().start()).isEqualTo("2026-02-01T00:00:00Z");
        assertThat(query().end()).isEqualTo("2026-05-01T00:00:00Z");
    }

    @Test
    void endOfABucketIsNotInTheRange() {
        params.add("start", seconds("2026-02-03T00:00:00Z")).add("end", seconds("2026-02-04T00:00:00Z"));

        assertThat(query().end()).isEqualTo("2026-02-04T00:00:00Z");
    }

    @Test
    void groupsAreRepeatedOrListed() {
        params.add("group_by", "model,status").add("group_by", "key").add("group_by", "model");

        assertThat(query().groups()).containsExactly(UsageGroup.MODEL, UsageGroup.STATUS, UsageGroup.KEY);
    }

    @Test
    void cursorReturnsToItsPlace() {
        params.add("group_by", "owner").add("after", cursor());

        assertThat(query().after())
                .contains(new UsageQuery.Position(NOW.minusSeconds(30).minusSeconds(20 * 60), List.of("ä,\"b")));
    }

    @ParameterizedTest
    @CsvSource({ "bucket, week", "bucket, ''", "start, -1", "start, yesterday", "end, 1.5", "end, 999999999999", "group_by, ''",
            "group_by, prompt", "group_by, 'model,'", "limit, 0", "limit, 10001", "limit, ten", "after, '!'", "after, e30",
            "after, WyJhIiwiYiJd" })
    void invalidParameterIsNamed(String name, String value) {
        params.add(name, value);

        assertThat(catchThrowableOfType(ReelayException.class, this::query).param()).contains(name);
    }

    @Test
    void endIsLaterThanStart() {
        params.add("start", seconds("2026-02-04T00:00:00Z")).add("end", seconds("2026-02-04T00:00:00Z"));

        assertThat(catchThrowableOfType(ReelayException.class, this::query).param()).contains("end");
    }

    @Test
    void cursorOfOtherGroupsIsInvalid() {
        params.add("after", cursor());

        assertThat(catchThrowableOfType(ReelayException.class, this::query).param()).contains("after");
    }

    @Test
    void callersGroupByWhatIsTheirs() {
        params.add("group_by", "owner");

        assertThat(catchThrowableOfType(ReelayException.class,
                () -> new UsageParams(params, Set.of(UsageGroup.STATUS, UsageGroup.MODEL)).query(NOW, Map.of())))
                .hasMessage("Invalid value for parameter: group_by. Allowed: model, status");
    }

    private UsageQuery query() {
        return new UsageParams(params, ALL).query(NOW, Map.of());
    }

    private static String cursor() {
        return UsageCursor.of(new UsageSum(UsageBucket.HOUR.start(NOW), List.of("ä,\"b"), 1, 1, BigDecimal.ONE,
                BigDecimal.ZERO));
    }

    private static String seconds(String time) {
        return String.valueOf(Instant.parse(time).getEpochSecond());
    }
}
