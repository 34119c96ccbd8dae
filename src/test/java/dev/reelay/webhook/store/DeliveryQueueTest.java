package dev.reelay.webhook.store;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.smallrye.mutiny.Multi;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.sqlclient.PoolOptions;

import dev.reelay.database.EmbeddedDatabase;
import dev.reelay.testing.DatabaseServer;
import dev.reelay.webhook.store.DeliveryQueue.Due;
import dev.reelay.webhook.store.DeliveryQueue.Outcome;
import dev.reelay.webhook.store.WebhookDelivery.Status;

/** Claims of several nodes on one database. */
class DeliveryQueueTest {
    private static final Duration LEASE = Duration.ofMinutes(10);
    private static final int NODES = 4;

    /** As a node of the former version claims. */
    private static final String FORMER_CLAIM = """
            with recursive destination (name) as (
                (select destination from webhook_delivery where due is not null order by destination limit 1)
                union all
                select (select other.destination from webhook_delivery other
                    where other.due is not null and other.destination > name order by other.destination limit 1)
                from destination where name is not null
            ), claimable as (
                select ready.id, ready.due, row_number() over (partition by name order by ready.due) as turn
                from destination
                    left join webhook_endpoint endpoint on endpoint.id = name
                    cross join lateral (select count(*) as busy from webhook_delivery
                        where destination = name and lease is not null and due > now()) held
                    cross join lateral (select id, due from webhook_delivery where destination = name and due <= now()
                        order by due
                        limit greatest(0, case when endpoint.failing_since is null then 8 else 1 end - busy)) ready
                where name is not null and endpoint.status is distinct from 'disabled'
            )
            update webhook_delivery set lease = 'former', due = now() + interval '10 minutes', tries = tries + 1, tried_at = now()
            where id = any(array(select id from claimable order by turn, due limit 100))""";
    private static final String FORMER_STORE = """
            update webhook_delivery set lease = null, status = 'delivered', due = null, delivered_at = now()
            where lease = 'former'""";

    private static String database;
    private static Pool pool;
    private static DeliveryQueue queue;

    @BeforeAll
    static void migrate() {
        database = DatabaseServer.newDatabase();
        Flyway.configure().dataSource("jdbc:" + database, EmbeddedDatabase.USER, "").locations("classpath:db/migration").load()
                .migrate();
        pool = PgBuilder.pool().with(new PoolOptions().setMaxSize(NODES))
                .connectingTo(database.replace("//", "//" + EmbeddedDatabase.USER + "@")).build();
        queue = new DeliveryQueue(pool);
    }

    @AfterAll
    static void drop() {
        pool.closeAndAwait();
        DatabaseServer.drop(database);
    }

    @AfterEach
    void empty() {
        sql("delete from webhook_event", "delete from webhook_endpoint");
    }

    @Test
    void nodesClaimEachDeliveryOnceAndFewOfADestination() {
        deliveries("we_a", 50);
        deliveries("we_b", 50);
        deliveries("we_c", 3);

        List<Due> claimed = Multi.createFrom().range(0, NODES)
                .onItem().transformToUniAndMerge(node -> queue.claim("node" + node, LEASE, 100))
                .onItem().<Due> disjoint().collect().asList().await().indefinitely();

        assertThat(claimed).extracting(Due::id).doesNotHaveDuplicates();
        assertThat(byEndpoint(claimed)).isEqualTo(Map.of("we_a", 8L, "we_b", 8L, "we_c", 3L));
    }

    @Test
    void eachOutcomeMakesRoomForTheNext() {
        deliveries("we_a", 20);
        List<Due> first = claim(100);

        store(first.subList(0, 3), Status.DELIVERED, Optional.empty());

        assertThat(claim(100)).hasSize(3).doesNotContainAnyElementsOf(first);
        assertThat(claim(100)).isEmpty();
    }

    @Test
    void destinationsTakeTurns() {
        deliveries("we_a", 50);
        deliveries("we_b", 50);
        deliveries("we_c", 1);

        assertThat(byEndpoint(claim(3))).isEqualTo(Map.of("we_a", 1L, "we_b", 1L, "we_c", 1L));
        assertThat(byEndpoint(claim(4))).isEqualTo(Map.of("we_a", 2L, "we_b", 2L));
    }

    @Test
    void repeatedClaimsReturnAllThatHaveRoom() {
        deliveries("we_a", 20);
        deliveries("we_b", 1);
        deliveries("we_c", 1);

        List<Due> claimed = new ArrayList<>();
        for (List<Due> next = claim(4); !next.isEmpty(); next = claim(4)) {
            claimed.addAll(next);
        }

        assertThat(byEndpoint(claimed)).isEqualTo(Map.of("we_a", 8L, "we_b", 1L, "we_c", 1L));
    }

    @Test
    void nodesOfTheFormerVersionShareTheLimits() {
        deliveries("we_a", 20);
        deliveries("we_b", 2);

        List<Due> first = claim(4);
        sql(FORMER_CLAIM);

        assertThat(claim(100)).isEmpty();
        assertThat(count("lease is not null and destination = 'we_a'")).isEqualTo(DeliveryQueue.DESTINATION_LIMIT);
        store(first, Status.DELIVERED, Optional.empty());
        sql(FORMER_STORE);
        assertThat(byEndpoint(claim(100))).isEqualTo(Map.of("we_a", 8L));
    }

    @Test
    void outcomesFindTheirRowsWithoutTheIndexOfLeases() {
        deliveries("we_a", 1000);
        sql("update webhook_delivery set due = null, status = 'delivered'", "vacuum analyze webhook_delivery");

        String plan = plan(DeliveryQueue.STORE, Tuple.of("node", new String[] { "wd_1" }, new Integer[] { 1 },
                new String[] { "delivered" }, new Double[] { null }, new Integer[] { 204 })
                .addArrayOfString(new String[] { null }).addArrayOfString(new String[] { null }));

        assertThat(plan).contains("Update on webhook_delivery").doesNotContain("webhook_delivery_lease");
    }

    @Test
    void failingEndpointGetsOneAtATime() {
        deliveries("we_a", 10);
        sql("update webhook_endpoint set failing_since = now()");

        List<Due> first = claim(100);

        assertThat(first).hasSize(1).allMatch(Due::failing);
        assertThat(claim(100)).isEmpty();
    }

    @Test
    void disabledEndpointGetsNothing() {
        deliveries("we_a", 10);
        sql("update webhook_endpoint set status = 'disabled'");

        assertThat(claim(100)).isEmpty();
        assertThat(queue.countDue().await().indefinitely()).isZero();
        sql("update webhook_endpoint set status = 'enabled'");
        assertThat(queue.countDue().await().indefinitely()).isEqualTo(10);
    }

    @Test
    void failureIsDueLater() {
        deliveries("we_a", 1);

        store(claim(1), Status.PENDING, Optional.of(Duration.ofMinutes(1)));

        assertThat(claim(1)).isEmpty();
        sql("update webhook_delivery set due = due - interval '1 minute'");
        assertThat(claim(1)).extracting(Due::tries).containsExactly(2);
    }

    @Test
    void expiredLeaseIsTakenOverAndItsOutcomeIgnored() {
        deliveries("we_a", 1);
        List<Due> first = claim(1);
        sql("update webhook_delivery set due = now()");
        List<Due> second = queue.claim("other", LEASE, 1).await().indefinitely();

        store(first, Status.FAILED, Optional.empty());

        assertThat(second).extracting(Due::id).isEqualTo(first.stream().map(Due::id).toList());
        assertThat(statuses()).containsExactly("pending other 2");
    }

    @Test
    void releasedDeliveryIsDueAtOnceAndItsTryDoesNotCount() {
        deliveries("we_a", 1);
        claim(1);

        queue.release("node").await().indefinitely();

        assertThat(queue.claim("other", LEASE, 1).await().indefinitely()).extracting(Due::tries).containsExactly(1);
    }

    private static List<Due> claim(int limit) {
        return queue.claim("node", LEASE, limit).await().indefinitely();
    }

    private static void store(List<Due> claimed, Status status, Optional<Duration> delay) {
        queue.store("node", claimed.stream().map(due -> new Outcome(due, status, delay, Optional.of(200), Optional.empty(),
                Optional.of("{}"))).toList()).await().indefinitely();
    }

    private static Map<String, Long> byEndpoint(List<Due> claimed) {
        return claimed.stream().collect(groupingBy(due -> due.endpoint().orElseThrow(), counting()));
    }

    private static List<String> statuses() {
        List<String> statuses = new ArrayList<>();
        pool.query("select status || ' ' || lease || ' ' || tries from webhook_delivery").execute().await().indefinitely()
                .forEach(row -> statuses.add(row.getString(0)));
        return statuses;
    }

    private static long count(String condition) {
        return pool.query("select count(*) from webhook_delivery where " + condition).execute().await().indefinitely()
                .iterator().next().getLong(0);
    }

    private static String plan(String statement, Tuple parameters) {
        StringBuilder plan = new StringBuilder();
        pool.preparedQuery("explain " + statement).execute(parameters).await().indefinitely()
                .forEach(row -> plan.append(row.getString(0)).append('\n'));
        return plan.toString();
    }

    /** Stores an endpoint with deliveries. */
    private static void deliveries(String endpoint, int count) {
        sql("insert into webhook_endpoint (id, owner, url, secret) values ('%1$s', 'owner', 'https://hooks.example', 'whsec_')"
                .formatted(endpoint),
                """
                        with event as (insert into webhook_event (id, owner, type, body)
                            select '%1$s' || number, 'owner', 'video.completed', '{}' from generate_series(1, %2$d) number
                            returning id)
                        insert into webhook_delivery (id, event_id, owner, endpoint_id, destination)
                        select 'wd_' || id, id, 'owner', '%1$s', '%1$s' from event""".formatted(endpoint, count));
    }

    private static void sql(String... statements) {
        for (String statement : statements) {
            pool.query(statement).execute().await().indefinitely();
        }
    }
}
