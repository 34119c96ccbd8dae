package dev.reelay.webhook.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;

import dev.reelay.database.LockSpace;
import dev.reelay.database.Sql;
import dev.reelay.webhook.store.WebhookDelivery.Status;

/**
 * The queue of deliveries that are due. Any node claims them under a lease: the time at which the lease ends is also the time
 * from which the delivery is due again, so that another node tries again if this one dies. All times are the database's.
 */
@ApplicationScoped
public class DeliveryQueue {
    /** The number of deliveries to one destination at once, over all nodes. */
    public static final int DESTINATION_LIMIT = 8;

    /** One claim after the other, so that the limits are exact. The second statement sees what the former claim did. */
    private static final String LOCK = "select pg_advisory_xact_lock(%s)".formatted(LockSpace.WEBHOOK_CLAIMS.key("''"));

    /**
     * Jumps from destination to destination in the index, so that a long queue of one costs nothing, and reads of each only as
     * many deliveries as fill the limit if all have as many. Each destination has its first turn before another has its second.
     * One that fails gets a single delivery at a time until it succeeds. With joins instead of the array and the inner select,
     * or with a condition that an index serves in the update, the planner would scan whole tables.
     */
    private static final String CLAIM = """
            with recursive destination (name) as (
                (select destination from webhook_delivery where due is not null order by destination limit 1)
                union all
                select (select other.destination from webhook_delivery other
                    where other.due is not null and other.destination > name order by other.destination limit 1)
                from destination where name is not null
            ), claimable as (
                select ready.place, ready.due, row_number() over (partition by name order by ready.due) as turn
                from destination
                    left join webhook_endpoint endpoint on endpoint.id = name
                    cross join lateral (select count(*) as busy from webhook_delivery
                        where destination = name and lease is not null and due > now()) held
                    cross join lateral (select ctid as place, due from webhook_delivery where destination = name and due <= now()
                        order by due
                        limit greatest(0, least((select ceil(cast($3 as double precision) / count(name)) from destination),
                            case when endpoint.failing_since is null then $4 else 1 end - busy))) ready
                where name is not null and endpoint.status is distinct from 'disabled'
            ), claimed as (
                update webhook_delivery set lease = $1, due = now() + make_interval(secs => $2), tries = tries + 1, tried_at = now()
                where ctid = any(array(select place from claimable order by turn, due limit $3)) and (due <= now()) is true
                returning id, event_id, owner, endpoint_id, url, tries
            )
            select claimed.id, event_id, endpoint_id, failing_since is not null as failing, tries,
                coalesce(endpoint.url, claimed.url) as url,
                (select body from webhook_event event where event.id = event_id) as body, coalesce(endpoint.secret, mine.secret) as secret,
                case when previous_until > now() then previous_secret end as previous_secret
            from claimed left join webhook_endpoint endpoint on endpoint.id = endpoint_id
                left join webhook_secret mine on mine.owner = claimed.owner and endpoint_id is null""";

    /**
     * Finds the rows by their ids alone. With a condition on the lease that its index serves, the planner prefers that index
     * at quiet times, and would later read all of its entries for each statement.
     */
    static final String STORE = """
            update webhook_delivery delivery set lease = null, status = outcome.status,
                due = now() + make_interval(secs => outcome.delay), last_status_code = outcome.code,
                last_error = outcome.error, last_response = outcome.response,
                delivered_at = case when outcome.status = 'delivered' then now() end
            from unnest($2::text[], $3::int[], $4::text[], $5::double precision[], $6::int[], $7::text[], $8::text[])
                as outcome (id, tries, status, delay, code, error, response)
            where delivery.id = outcome.id and coalesce(lease, '') = $1 and delivery.tries = outcome.tries""";

    private static final String RELEASE = "update webhook_delivery set lease = null, due = now(), tries = tries - 1 where lease = $1";

    private static final String COUNT = """
            select count(*) from webhook_delivery left join webhook_endpoint endpoint on endpoint.id = endpoint_id
            where due <= now() and endpoint.status is distinct from 'disabled'""";

    private final Pool pool;

    DeliveryQueue(Pool pool) {
        this.pool = pool;
    }

    /**
     * A delivery that this node tries now.
     *
     * @param endpoint empty for the URL of a video
     * @param failing true if the last try of the endpoint failed
     * @param tries number of this try, from 1
     * @param secrets sign the body
     */
    public record Due(String id, String event, Optional<String> endpoint, boolean failing, int tries, String url, String body,
            List<String> secrets) {
        static Due of(Row row) {
            return new Due(row.getString("id"), row.getString("event_id"), Optional.ofNullable(row.getString("endpoint_id")),
                    row.getBoolean("failing"), row.getInteger("tries"), row.getString("url"), row.getString("body"),
                    Stream.of("secret", "previous_secret").map(row::getString).flatMap(Stream::ofNullable).toList());
        }
    }

    /**
     * The result of a try.
     *
     * @param delay until the next try, for the status {@code PENDING} only
     * @param response the beginning of the body of the response
     */
    public record Outcome(Due delivery, Status status, Optional<Duration> delay, Optional<Integer> statusCode,
            Optional<String> error, Optional<String> response) {
    }

    /**
     * Claims deliveries that are due, fairly by destination. No other claim returns them before {@code validity} has passed. It
     * may return fewer than the limit while more are due, but none only if no destination has one and room for it.
     *
     * @param lease the name of this node's lease
     * @param limit the number of deliveries, at most
     */
    public Uni<List<Due>> claim(String lease, Duration validity, int limit) {
        return pool.withTransaction(connection -> connection.query(LOCK).execute()
                .chain(() -> connection.preparedQuery(CLAIM).execute(Tuple.of(lease, Sql.seconds(validity), (long) limit,
                        (long) DESTINATION_LIMIT))))
                .map(rows -> Sql.stream(rows).map(Due::of).toList());
    }

    /** Stores the results of tries; leaves out deliveries whose lease ended, because another node has them. */
    public Uni<Void> store(String lease, List<Outcome> outcomes) {
        return pool.preparedQuery(STORE).execute(Tuple.tuple(List.of(lease,
                column(outcomes, String[]::new, outcome -> outcome.delivery().id()),
                column(outcomes, Integer[]::new, outcome -> outcome.delivery().tries()),
                column(outcomes, String[]::new, outcome -> outcome.status().wireName()),
                column(outcomes, Double[]::new, outcome -> outcome.delay().map(Sql::seconds).orElse(null)),
                column(outcomes, Integer[]::new, outcome -> outcome.statusCode().orElse(null)),
                column(outcomes, String[]::new, outcome -> outcome.error().orElse(null)),
                column(outcomes, String[]::new, outcome -> outcome.response().orElse(null))))).replaceWithVoid();
    }

    private static <T> T[] column(List<Outcome> outcomes, IntFunction<T[]> array, Function<Outcome, @Nullable T> value) {
        return outcomes.stream().map(value).toArray(array);
    }

    /** Makes all deliveries under a lease due now, without counting their tries. */
    public Uni<Void> release(String lease) {
        return pool.preparedQuery(RELEASE).execute(Tuple.of(lease)).replaceWithVoid();
    }

    /** Returns the number of deliveries that are due and do not wait for a disabled endpoint. */
    public Uni<Long> countDue() {
        return pool.query(COUNT).execute().map(rows -> rows.iterator().next().getLong(0));
    }
}
