package dev.reelay.upstream.account;

import static dev.reelay.testing.Waits.LIMIT;
import static dev.reelay.upstream.MeteredUpstreamProfile.CONCURRENT;
import static java.util.Collections.frequency;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;

import dev.reelay.async.VertxContexts;
import dev.reelay.store.VideoLeases;
import dev.reelay.store.VideoLeases.AccountLimits;
import dev.reelay.upstream.MeteredUpstreamProfile;
import dev.reelay.video.Claim;

/** Tests that the database keeps the limits of an account exactly, over two nodes. */
@QuarkusTest
@TestProfile(MeteredUpstreamProfile.class)
class AccountRateLimiterTest {
    private static final int TAKERS = 200;
    private static final int ACCOUNTS = 8;

    private final String account = "account " + UUID.randomUUID();
    private static final Set<String> MODELS = Set.of("sora-2");

    private final List<String> waiting = new ArrayList<>();

    @Inject
    AccountRateLimiter budget;

    @Inject
    AccountStateReader states;

    @Inject
    VideoLeases leases;

    @Inject
    VertxContexts contexts;

    @Inject
    Pool pool;

    @ConfigProperty(name = "quarkus.datasource.reactive.url")
    String database;

    @ConfigProperty(name = "quarkus.datasource.username")
    String user;

    private Pool otherNode;

    @BeforeEach
    void twoNodes() {
        otherNode = Pool.newInstance(io.vertx.sqlclient.Pool.pool(PgConnectOptions.fromUri(database).setUser(user),
                new PoolOptions().setMaxSize(10)));
    }

    @AfterEach
    void leaveNothing() {
        waiting.forEach(id -> sql("delete from video where id = '" + id + "'"));
        sql("delete from node where id = '" + account + "'");
        sql("delete from upstream_account where name like '" + account + "%'");
        sql("update upstream_account set cooldown_until = '-infinity', set_aside_until = '-infinity'");
        otherNode.closeAndAwait();
    }

    @Test
    void allNodesTogetherGetTheRequestsOfOneMinute() {
        assertThat(frequency(takeOnBothNodes(60), 0L)).isEqualTo(60);
        assertThat(frequency(takeOnBothNodes(60), 0L)).isZero();
    }

    @Test
    void requestCountsFor61Seconds() {
        sent(account, 10, 70);
        sent(account, 10, 61.1);
        sent(account, 20, 40);

        List<Long> waits = takeOnBothNodes(60);

        assertThat(frequency(waits, 0L)).isEqualTo(40);
        assertThat(waits).filteredOn(wait -> wait > 0).allSatisfy(wait -> assertThat(wait).isBetween(1L, 21_000L));
        sql("update upstream_request set sent_at = sent_at - interval '22 seconds' where account = '" + account + "'");
        assertThat(frequency(takeOnBothNodes(60), 0L)).isEqualTo(20);
    }

    @Test
    void pauseStopsOneAccountOnAllNodes() {
        Duration pause = Duration.ofMinutes(5);
        budget.pause("a", pause).await().atMost(LIMIT);

        assertThatExceptionOfType(NoPermitException.class)
                .isThrownBy(() -> budget.acquire("a", Operation.CREATE).await().atMost(LIMIT))
                .satisfies(refused -> assertThat(refused.retryAfter()).isBetween(Duration.ofMillis(1), pause));
        assertThat(take(otherNode, "a", 60, false)).isBetween(1L, pause.toMillis());
        budget.acquire("b", Operation.CREATE).await().atMost(LIMIT);
        sql("update upstream_account set paused_until = now() where name = 'a'");
        assertThat(take(otherNode, "a", 60, false)).isZero();
        budget.acquire("a", Operation.CREATE).await().atMost(LIMIT);
    }

    @Test
    void shorterPauseDoesNotEndALongerOne() {
        budget.pause(account, Duration.ofMinutes(5)).await().atMost(LIMIT);
        budget.pause(account, Duration.ofSeconds(1)).await().atMost(LIMIT);

        assertThat(take(pool, account, 60, false)).isGreaterThan(Duration.ofMinutes(1).toMillis());
    }

    @Test
    void pollsLeavePermitsForCreatesOfTheAccount() {
        sent(account, 7, 10);
        sql("insert into node (id, lease_until) values ('" + account + "', now() + interval '1 hour')");
        waiting("SUBMITTED", "'" + account + "', '" + account + "'");
        waiting("SUBMITTING", "'" + account + "', '" + account + "'");

        assertThat(take(pool, account, 10, true)).as("the eighth").isZero();
        assertThat(take(pool, account, 10, true)).as("a poll in a create's place").isPositive();
        assertThat(take(pool, account, 10, false)).isZero();
        assertThat(take(otherNode, account, 10, false)).isZero();
        assertThat(take(otherNode, account, 10, false)).as("the eleventh").isPositive();
    }

    @Test
    void pollsLeavePermitsForWaitingVideosUpToTheFreeSlots() {
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
    }

    /** An older node writes the old column only, and reads that one only. */
    @Test
    void laterOneOfBothCooldownColumnsCounts() {
        budget.coolDown(account, Duration.ofMinutes(5), "its credit is used up").await().atMost(LIMIT);
        assertThat(pool.query("select from upstream_account where cooldown_until = set_aside_until and cooldown_until > now()"
                + " and name = '" + account + "'").executeAndAwait().rowCount()).isEqualTo(1);
        assertThat(state(account).coolingDown()).isTrue();

        sql("update upstream_account set cooldown_until = '-infinity' where name = '" + account + "'");

        assertThat(state(account).coolingDown()).as("the old column").isTrue();
    }

    /** Claims, permits and metrics must have the same view of an account. */
    @Test
    void claimsPermitsAndMetricsAgreeOnTheLoad() {
        setAside("a");
        setAside("b");
        long seed = System.nanoTime();
        Random random = new Random(seed);
        sql("insert into node (id, lease_until) values ('" + account + "', now() + interval '1 hour')");
        List<AccountLimits> limits = IntStream.range(0, ACCOUNTS)
                .mapToObj(number -> new AccountLimits(account + number, 1 + random.nextInt(30), 1 + random.nextInt(12), MODELS))
                .toList();
        limits.forEach(each -> randomLoad(each.account(), random));
        IntStream.range(0, ACCOUNTS * 12).forEach(number -> waiting("SUBMITTED", "null, null"));
        Map<String, AccountState> states = limits.stream().map(AccountLimits::account)
                .collect(Collectors.toMap(name -> name, this::state));
        Map<String, Integer> unsent = limits.stream().map(AccountLimits::account)
                .collect(Collectors.toMap(name -> name, this::unsent));

        List<Claim> claims = contexts.run(() -> leases.claimWaiting(account, limits, AccountSettings.PERMIT_WINDOW))
                .await().atMost(LIMIT);

        for (AccountLimits each : limits) {
            AccountState state = states.get(each.account());
            double permits = state.requestsLeft(each.requestsPerMinute());
            double claimed = Math.max(0,
                    Math.min(state.slotsLeft(each.concurrentVideos()), permits - unsent.get(each.account())));
            assertThat(claims).as("%s, %s, seed %d", each, state, seed)
                    .filteredOn(claim -> claim.video().job().account().equals(Optional.of(each.account())))
                    .hasSize((int) claimed);
            assertThat(granted(each)).as("%s, %s, seed %d", each, state, seed).isEqualTo((int) permits);
        }
    }

    private void randomLoad(String name, Random random) {
        sent(name, random.nextInt(20), random.nextInt(30));
        sent(name, random.nextInt(20), 70 + random.nextInt(50));
        for (String status : List.of("SUBMITTED", "SUBMITTING", "IN_PROGRESS", "COMPLETED", "FAILED")) {
            IntStream.range(0, random.nextInt(3)).forEach(number -> waiting(status, "'%s', '%s'".formatted(name, account)));
        }
        sql("update video set occupied_until = now() + interval '%d minutes' where account = '%s' and status = 'FAILED'"
                .formatted(random.nextBoolean() ? 5 : -5, name));
    }

    private int granted(AccountLimits limits) {
        int granted = 0;
        while (take(granted % 2 == 0 ? pool : otherNode, limits.account(), limits.requestsPerMinute(), false) == 0) {
            granted++;
        }
        return granted;
    }

    private int unsent(String name) {
        return pool.query("select from video where status = 'SUBMITTED' and account = '" + name + "'").executeAndAwait()
                .rowCount();
    }

    private AccountState state(String name) {
        return states.of(List.of(name)).await().atMost(LIMIT).get(0);
    }

    /** Each assigned video needs a permit, which a further claim must not count on. */
    @Test
    void claimLeavesPermitsForVideosThatAreNotSentYet() {
        setAside("a");
        setAside("b");
        sent(account, 4, 10);
        sql("insert into node (id, lease_until) values ('" + account + "', now() + interval '1 hour')");
        IntStream.range(0, 3).forEach(number -> waiting("SUBMITTED", "'%1$s', '%1$s'".formatted(account)));
        IntStream.range(0, 9).forEach(number -> waiting("SUBMITTED", "null, null"));

        List<Claim> claims = contexts.run(() -> leases.claimWaiting(account,
                List.of(new AccountLimits(account, 10, 1000, MODELS)), AccountSettings.PERMIT_WINDOW)).await().atMost(LIMIT);

        assertThat(claims).hasSize(10 - 4 - 3);
    }

    @Test
    void claimTakesVideosOfTheAccountsModelsOnly() {
        setAside("a");
        setAside("b");
        sent(account, 1, 10);
        sql("insert into node (id, lease_until) values ('" + account + "', now() + interval '1 hour')");
        waiting("SUBMITTED", "null, null");
        waiting("SUBMITTED", "null, null");
        sql("update video set model = 'another' where id = '%s'".formatted(waiting.get(0)));

        List<Claim> claims = contexts.run(() -> leases.claimWaiting(account,
                List.of(new AccountLimits(account, 0, 1000, MODELS)), AccountSettings.PERMIT_WINDOW)).await().atMost(LIMIT);

        assertThat(claims).extracting(claim -> claim.video().id().value()).containsExactly(waiting.get(1));
    }

    /** Polls wait only for creates that this account can send. */
    @Test
    void pollsLeaveNoPermitForWaitingVideosOfOtherModels() {
        setAside("a");
        setAside("b");
        sent(account, 7, 10);
        waiting("SUBMITTED", "null, null");
        waiting("SUBMITTED", "null, null");
        sql("update video set model = 'another' where id in ('%s', '%s')".formatted(waiting.get(0), waiting.get(1)));

        IntStream.range(0, 3).forEach(number -> assertThat(take(pool, account, 10, true)).isZero());
        assertThat(take(pool, account, 10, true)).as("the eleventh").isPositive();
    }

    private void sent(String name, int requests, double secondsAgo) {
        sql("insert into upstream_account (name) values ('" + name + "') on conflict do nothing");
        sql("insert into upstream_request select '%s', now() - interval '%s seconds' from generate_series(1, %d)"
                .formatted(name, secondsAgo, requests));
    }

    private void setAside(String name) {
        sql("""
                insert into upstream_account (name, cooldown_until) values ('%s', 'infinity')
                on conflict (name) do update set cooldown_until = 'infinity'""".formatted(name));
    }

    private void waiting(String status, String accountAndOwner) {
        String id = "video_" + UUID.randomUUID();
        waiting.add(id);
        sql("""
                insert into video (id, owner, status, prompt, model, size, seconds, fingerprint, account, lease_owner)
                values ('%s', 'alice', '%s', 'a dog', 'sora-2', '1280x720', '10', '', %s)"""
                .formatted(id, status, accountAndOwner));
    }

    private List<Long> takeOnBothNodes(int perMinute) {
        return Multi.createFrom().range(0, TAKERS).onItem()
                .transformToUniAndMerge(number -> permit(number % 2 == 0 ? pool : otherNode, account, perMinute, false))
                .collect().asList().await().atMost(LIMIT);
    }

    private static long take(Pool node, String account, int perMinute, boolean poll) {
        return permit(node, account, perMinute, poll).await().atMost(LIMIT);
    }

    private static Uni<Long> permit(Pool node, String account, int perMinute, boolean poll) {
        return node.preparedQuery("select take_upstream_permit_4($1, $2, $3, $4, $5, make_interval(secs => 61))")
                .execute(Tuple.of(account, perMinute, CONCURRENT, MODELS.toArray(String[]::new), poll))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    private void sql(String statement) {
        pool.query(statement).executeAndAwait();
    }
}
