package dev.reelay.upstream;

import static dev.reelay.Api.create;
import static dev.reelay.TestDatabase.ALICE;
import static dev.reelay.upstream.MeteredUpstreamProfile.A;
import static dev.reelay.upstream.MeteredUpstreamProfile.B;
import static dev.reelay.upstream.MeteredUpstreamProfile.CONCURRENT;
import static dev.reelay.upstream.MeteredUpstreamProfile.PER_MINUTE;
import static java.util.Collections.frequency;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;

import dev.reelay.EventReader;
import dev.reelay.upstream.MeteredUpstream.Call;
import dev.reelay.upstream.MeteredUpstream.Sale;

/** The upstream's limits, against an upstream that enforces them, and to the last request against the database. */
@QuarkusTest
@TestProfile(MeteredUpstreamProfile.class)
class BudgetTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int TAKERS = 200;

    private final String account = "account " + UUID.randomUUID();

    @Inject
    Budget budget;

    @Inject
    Pool pool;

    @ConfigProperty(name = "quarkus.datasource.reactive.url")
    String database;

    @ConfigProperty(name = "quarkus.datasource.username")
    String user;

    @TestHTTPResource
    URI reelay;

    MeteredUpstream upstream;
    private Pool otherNode;

    @BeforeEach
    void twoNodes() {
        otherNode = Pool.newInstance(io.vertx.sqlclient.Pool.pool(PgConnectOptions.fromUri(database).setUser(user),
                new PoolOptions().setMaxSize(10)));
    }

    @AfterEach
    void nothingGoesOn() {
        sql("delete from video where status = 'SUBMITTED' and lease_owner is null");
        sql("delete from upstream_request");
        upstream.forgetCalls();
        otherNode.closeAndAwait();
        await().atMost(PATIENCE).until(() -> count("select count(*) from video where lease_owner is not null") == 0);
    }

    /** A minute of requests went before: a slot is free each half second, and polls alone would take many more. */
    @Test
    @Tag("endurance")
    void theUpstreamNeverHasToRefuseAndCreatesStillGetThrough() {
        Map.of("a", A, "b", B).forEach(this::spentTheLastMinute);
        List<String> ids = IntStream.range(0, 40).mapToObj(number -> create(ALICE, "a dog, number " + number)).toList();

        await().atMost(PATIENCE).until(() -> count(
                "select count(*) from upstream_request where sent_at > now() - interval '30 seconds'") >= PER_MINUTE);

        assertThat(upstream.violations()).isEmpty();
        List<Sale> sales = upstream.sales().stream().filter(sale -> ids.contains(sale.idempotencyKey())).toList();
        assertThat(sales).as("beyond those that there was room for at once").hasSizeGreaterThan(2 * CONCURRENT);
        assertThat(sales).extracting(Sale::account).contains(A, B);
        assertThat(sales).extracting(Sale::idempotencyKey).doesNotHaveDuplicates();
        System.out.printf("Sold within half a minute: %d%n", sales.size());
    }

    @Test
    void allNodesTogetherGetOneMinutesRequestsAndNoneMore() {
        assertThat(frequency(takeOnBothNodes(60), 0L)).isEqualTo(60);
        assertThat(frequency(takeOnBothNodes(60), 0L)).isZero();
    }

    @Test
    void aRequestCountsForAMinuteAndASecond() {
        sent(10, 70);
        sent(10, 61.1);
        sent(20, 58);

        List<Long> waits = takeOnBothNodes(60);

        assertThat(frequency(waits, 0L)).isEqualTo(40);
        assertThat(waits).filteredOn(wait -> wait > 0).allSatisfy(wait -> assertThat(wait).isBetween(1L, 3000L));
        await().atMost(PATIENCE).until(() -> count("select count(*) from upstream_request where account = '" + account
                + "' and sent_at > now() - interval '61 seconds'") == 40);
        assertThat(frequency(takeOnBothNodes(60), 0L)).isEqualTo(20);
    }

    @Test
    void aPauseHoldsForAllNodesAndForThatAccountAlone() {
        budget.pause("a", Duration.ofSeconds(3)).await().atMost(PATIENCE);

        assertThatExceptionOfType(NoPermit.class)
                .isThrownBy(() -> budget.take("a", Operation.CREATE).await().atMost(PATIENCE))
                .satisfies(refused -> assertThat(refused.retryAfter()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(3)));
        assertThat(take(otherNode, "a", 60, false)).isBetween(1L, 3000L);
        budget.take("b", Operation.CREATE).await().atMost(PATIENCE);
        await().atMost(PATIENCE).until(() -> take(otherNode, "a", 60, false) == 0);
    }

    @Test
    void aShorterPauseDoesNotEndALongerOne() {
        budget.pause(account, Duration.ofMinutes(5)).await().atMost(PATIENCE);
        budget.pause(account, Duration.ofSeconds(1)).await().atMost(PATIENCE);

        assertThat(take(pool, account, 60, false)).isGreaterThan(Duration.ofMinutes(4).toMillis());
    }

    @Test
    void pollsLeaveRoomForTheCreatesThatAreAboutToBeSent() {
        sent(7, 10);
        sql("insert into node (id, lease_until) values ('" + account + "', now() + interval '1 hour')");
        waiting("SUBMITTED", "'" + account + "', '" + account + "'");
        waiting("SUBMITTING", "'" + account + "', '" + account + "'");

        assertThat(take(pool, account, 10, true)).as("the eighth").isZero();
        assertThat(take(pool, account, 10, true)).as("a poll in a create's place").isPositive();
        assertThat(take(pool, account, 10, false)).isZero();
        assertThat(take(otherNode, account, 10, false)).isZero();
        assertThat(take(otherNode, account, 10, false)).as("the eleventh").isPositive();
        sql("delete from video where account = '" + account + "'");
    }

    @Test
    @Timeout(60)
    void watchersCostTheUpstreamNothing() throws Exception {
        String id = create(ALICE, "a dog that many look at");
        List<HttpResponse<Stream<String>>> watchers = new ArrayList<>();
        for (int watcher = 0; watcher < TAKERS; watcher++) {
            watchers.add(EventReader.open(reelay.resolve("/v1/videos/" + id + "/events"), ALICE));
        }

        assertThat(watchers).allSatisfy(watcher -> assertThat(watcher.body()).contains("event: completed"));

        String sold = upstream.sales().stream().filter(sale -> sale.idempotencyKey().equals(id)).findAny().orElseThrow().id();
        assertThat(upstream.calls()).filteredOn(call -> call.operation() == Operation.STATUS)
                .extracting(Call::video).containsOnly(sold).hasSizeBetween(1, 10);
        assertThat(upstream.calls()).filteredOn(call -> call.operation() != Operation.STATUS)
                .extracting(Call::operation).containsExactly(Operation.CREATE);
    }

    private void spentTheLastMinute(String name, String key) {
        sql("insert into upstream_account (name) values ('" + name + "') on conflict do nothing");
        for (int request = 0; request < PER_MINUTE; request++) {
            Duration ago = Duration.ofSeconds(60).minusMillis(500L * request);
            upstream.remember(key, ago);
            sql("insert into upstream_request values ('%s', now() - interval '%d milliseconds')".formatted(name,
                    ago.toMillis()));
        }
    }

    private void sent(int requests, double secondsAgo) {
        sql("insert into upstream_account (name) values ('" + account + "') on conflict do nothing");
        sql("insert into upstream_request select '%s', now() - interval '%s seconds' from generate_series(1, %d)"
                .formatted(account, secondsAgo, requests));
    }

    private void waiting(String status, String accountAndOwner) {
        sql("""
                insert into video (id, owner, status, prompt, model, size, seconds, fingerprint, account, lease_owner)
                values ('video_%s', 'alice', '%s', 'a dog', 'sora-2', '1280x720', '10', '', %s)"""
                .formatted(UUID.randomUUID(), status, accountAndOwner));
    }

    private List<Long> takeOnBothNodes(int perMinute) {
        return Multi.createFrom().range(0, TAKERS).onItem()
                .transformToUniAndMerge(number -> permit(number % 2 == 0 ? pool : otherNode, account, perMinute, false))
                .collect().asList().await().atMost(PATIENCE);
    }

    private static long take(Pool node, String account, int perMinute, boolean poll) {
        return permit(node, account, perMinute, poll).await().atMost(PATIENCE);
    }

    private static Uni<Long> permit(Pool node, String account, int perMinute, boolean poll) {
        return node.preparedQuery("select take_upstream_permit($1, $2, $3)").execute(Tuple.of(account, perMinute, poll))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    private long count(String query) {
        return pool.query(query).executeAndAwait().iterator().next().getLong(0);
    }

    private void sql(String statement) {
        pool.query(statement).executeAndAwait();
    }
}
