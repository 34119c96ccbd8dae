package dev.reelay.usage;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;

import dev.reelay.database.Sql;

/** Reads the sums of the ledger, which triggers write (see {@code V20__usage.sql}). */
@ApplicationScoped
public class UsageStore {
    private final Pool pool;

    UsageStore(Pool pool) {
        this.pool = pool;
    }

    /** Returns the sums that the query asks for, by bucket and group. */
    public Uni<List<UsageSum>> sums(UsageQuery query) {
        List<Object> values = new ArrayList<>();
        String sql = sql(query, values);
        return pool.preparedQuery(sql).execute(Tuple.from(values)).map(rows -> Sql.stream(rows)
                .map(row -> sum(row, query.groups().size())).toList());
    }

    /**
     * Returns the statement and adds its parameters to {@code values}. The names of columns are those of {@link UsageGroup}.
     */
    private static String sql(UsageQuery query, List<Object> values) {
        String keys = Stream.concat(Stream.of("start"), query.groups().stream().map(UsageGroup::column))
                .collect(Collectors.joining(", "));
        StringBuilder where = new StringBuilder("bucket = ").append(param(query.bucket().wireName(), values))
                .append(" and start >= ").append(param(query.start().atOffset(ZoneOffset.UTC), values))
                .append(" and start < ").append(param(query.end().atOffset(ZoneOffset.UTC), values));
        query.only().forEach((group, value) -> where.append(" and ").append(group.column()).append(" = ")
                .append(param(value, values)));
        query.after().ifPresent(last -> where.append(" and (").append(keys).append(") > (")
                .append(Stream.concat(Stream.of(param(last.start().atOffset(ZoneOffset.UTC), values)),
                        last.group().stream().map(value -> param(value, values))).collect(Collectors.joining(", ")))
                .append(')'));
        return """
                select %1$s, cast(sum(videos) as bigint), cast(sum(seconds) as bigint), sum(cost), sum(uncertain) from usage_sum
                where %2$s group by %1$s order by %1$s limit %3$s""".formatted(keys, where, param(query.limit(), values));
    }

    private static String param(Object value, List<Object> values) {
        values.add(value);
        return "$" + values.size();
    }

    private static UsageSum sum(Row row, int groups) {
        int rest = groups + 1;
        return new UsageSum(row.getOffsetDateTime(0).toInstant(),
                IntStream.range(1, rest).mapToObj(row::getString).toList(), row.getLong(rest), row.getLong(rest + 1),
                row.getBigDecimal(rest + 2), row.getBigDecimal(rest + 3));
    }
}
