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
    private static final Duration AT_ONCE = Duration.ofSeconds(10);
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
        sql("update upstream_account set paused_until = '-infinity', set_aside_until = '-infinity'");
        upstream.refuseNobody();
        upstream.forgetCalls();
        otherNode.closeAndAwait();
        await().atMost(PATIENCE).until(() -> count("select count(*) from video where lease_owner is not null") == 0);
    }

    /** The polls of five at once would take twice what the upstream allows. */
    @Test
    @Tag("endurance")
    void fortyVideosReachTheirEndAndTheUpstreamNeverHasToRefuse() {
        setAside("b");
        long began = System.nanoTime();
        List<String> ids = IntStream.range(0, 40).mapToObj(number -> create(ALICE, "a dog, number " + number)).toList();

        await().atMost(Duration.ofMinutes(6)).until(() -> count(
                "select count(*) from video where status = 'COMPLETED' and prompt like 'a dog, number%'") == ids.size());

        assertThat(upstream.violations()).isEmpty();
        assertThat(upstream.sales()).extracting(Sale::idempotencyKey).filteredOn(ids::contains)
                .containsExactlyInAnyOrderElementsOf(ids);
        System.out.printf("%d videos took %d requests and %d s%n", ids.size(), upstream.calls().size(),
                Duration.ofNanos(System.nanoTime() - began).toSeconds());
    }

    /** A permit comes free each quarter of a second, and four videos ask twice as often. */
    @Test
    void pollsTakeTurnsAndCreatesGoFirst() {
        setAside("b");
        spentTheLastMinute("a", A, Duration.ofMillis(250));
        sql("""
                insert into video (id, owner, status, prompt, model, size, seconds, fingerprint, account, upstream_id,
                    accepted_at)
                select 'video_fair' || number, 'alice', 'IN_PROGRESS', 'a dog', 'sora-2', '1280x720', '10', '', 'a',
                    'up-fair' || number, now() from generate_series(1, 4) number""");
        await().atMost(PATIENCE).until(() -> pollsOfFour().size() >= 16);
        List<String> polls = pollsOfFour();

        String id = create(ALICE, "a dog that goes first");
        await().atMost(PATIENCE).until(() -> soldBy(A, List.of(id)) == 1);
        int meanwhile = pollsOfFour().size() - polls.size();

        sql("delete from video where id like 'video_fair%'");
        int share = polls.size() / 4;
        assertThat(polls.stream().distinct()).hasSize(4)
                .allSatisfy(video -> assertThat(frequency(polls, video)).isBetween(share - 1, share + 1));
        assertThat(meanwhile).as("polls before the create").isLessThanOrEqualTo(8);
        assertThat(upstream.violations()).isEmpty();
    }

    @Test
    void whatAPausedAccountWasToHaveIsTheOthersAtOnce() {
        upstream.refuse(A, request -> request.response().setStatusCode(429).putHeader("Retry-After", "60").end("{}"));

        List<String> ids = IntStream.range(0, 4).mapToObj(number -> create(ALICE, "a cat, number " + number)).toList();

        await().atMost(AT_ONCE).until(() -> soldBy(B, ids) == ids.size());
    }

    @Test
    void whatAnAccountHasNoPermitForIsTheOthersAtOnce() {
        sent("a", PER_MINUTE, 1);

        List<String> ids = IntStream.range(0, 4).mapToObj(number -> create(ALICE, "an owl, number " + number)).toList();

        await().atMost(AT_ONCE).until(() -> soldBy(B, ids) == ids.size());
    }

    @Test
    void allNodesTogetherGetOneMinutesRequestsAndNoneMore() {
        assertThat(frequency(takeOnBothNodes(60), 0L)).isEqualTo(60);
        assertThat(frequency(takeOnBothNodes(60), 0L)).isZero();
    }

    @Test
    void aRequestCountsForAMinuteAndASecond() {
        sent(account, 10, 70);
        sent(account, 10, 61.1);
        sent(account, 20, 58);

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
        sent(account, 7, 10);
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
    void pollsLeaveRoomForThoseThatWaitAsFarAsTheAccountHasPlaces() {
        setAside("a");
        setAside("b");
        sent(account, 7, 10);
        waiting("SUBMITTED", "null, null");
        waiting("SUBMITTED", "null, null");

        assertThat(take(pool, account, 10, true)).as("the eighth").isZero();
        assertThat(take(pool, account, 10, true)).as("a poll in a create's place").isPositive();
        IntStream.range(0, CONCURRENT).forEach(number -> waiting("COMPLETED", "'" + account + "', null"));
        sql("update video set occupied_until = 'infinity' where account = '" + account + "'");
        assertThat(take(pool, account, 10, true)).as("there is no place to create one").isZero();
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

    /** @param step from one request to the next; a second after this the first one counts no more, and so on */
    private void spentTheLastMinute(String name, String key, Duration step) {
        sent(name, 0, 0);
        for (int request = 0; request < PER_MINUTE; request++) {
            Duration ago = Duration.ofSeconds(60).minus(step.multipliedBy(request));
            upstream.remember(key, ago);
            sql("insert into upstream_request values ('%s', now() - interval '%d milliseconds')".formatted(name,
                    ago.toMillis()));
        }
    }

    private void sent(String name, int requests, double secondsAgo) {
        sql("insert into upstream_account (name) values ('" + name + "') on conflict do nothing");
        sql("insert into upstream_request select '%s', now() - interval '%s seconds' from generate_series(1, %d)"
                .formatted(name, secondsAgo, requests));
    }

    private void setAside(String name) {
        sql("""
                insert into upstream_account (name, set_aside_until) values ('%s', 'infinity')
                on conflict (name) do update set set_aside_until = 'infinity'""".formatted(name));
    }

    private List<String> pollsOfFour() {
        return upstream.calls().stream().map(Call::video).filter(video -> video.startsWith("up-fair")).toList();
    }

    private long soldBy(String key, List<String> ids) {
        return upstream.sales().stream().filter(sale -> ids.contains(sale.idempotencyKey()))
                .filter(sale -> sale.account().equals(key)).count();
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
        return node.preparedQuery("select take_upstream_permit($1, $2, $3, $4)")
                .execute(Tuple.of(account, perMinute, CONCURRENT, poll))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    private long count(String query) {
        return pool.query(query).executeAndAwait().iterator().next().getLong(0);
    }

    private void sql(String statement) {
        pool.query(statement).executeAndAwait();
    }
}
