package dev.reelay.upstream;

import static dev.reelay.testing.Api.create;
import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.Waits.await;
import static dev.reelay.upstream.MeteredUpstreamProfile.A;
import static dev.reelay.upstream.MeteredUpstreamProfile.B;
import static dev.reelay.upstream.MeteredUpstreamProfile.PER_MINUTE;
import static java.util.Collections.frequency;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;

import dev.reelay.testing.EventReader;
import dev.reelay.upstream.MeteredUpstream.Call;
import dev.reelay.upstream.MeteredUpstream.Sale;
import dev.reelay.upstream.account.Operation;

/** Tests how creates, status polls and accounts share the limits of an upstream that enforces them. */
@QuarkusTest
@TestProfile(MeteredUpstreamProfile.class)
class AccountSharesTest {
    /** Seconds; longer than a test, so that no test can wait for its end. */
    private static final String PAUSE = "300";
    private static final int WATCHERS = 200;

    @Inject
    Pool pool;

    @TestHTTPResource
    URI reelay;

    MeteredUpstream upstream;

    /** Lets running videos end, and then deletes their requests and pauses. */
    @AfterEach
    void nothingGoesOn() {
        afresh();
        await().until(() -> count("select count(*) from video where lease_owner is not null") == 0);
        afresh();
    }

    private void afresh() {
        upstream.refuseNobody();
        upstream.forgetCalls();
        sql("delete from upstream_request");
        sql("update upstream_account set paused_until = '-infinity', cooldown_until = '-infinity',"
                + " set_aside_until = '-infinity'");
    }

    /** The polls of five at once would take twice what the upstream allows. */
    @Test
    @Tag("endurance")
    void fortyVideosCompleteWithoutAnUpstreamRejection() {
        setAside("b");
        long began = System.nanoTime();
        List<String> ids = IntStream.range(0, 40).mapToObj(number -> create(ALICE, "a dog, number " + number)).toList();

        await().until(() -> count(
                "select count(*) from video where status = 'COMPLETED' and prompt like 'a dog, number%'") == ids.size());

        assertThat(upstream.violations()).isEmpty();
        assertThat(upstream.sales()).extracting(Sale::idempotencyKey).filteredOn(ids::contains)
                .containsExactlyInAnyOrderElementsOf(ids);
        System.out.printf("%d videos took %d requests and %d s%n", ids.size(), upstream.calls().size(),
                Duration.ofNanos(System.nanoTime() - began).toSeconds());
    }

    /** A permit comes free each quarter of a second, and four videos ask twice as often. */
    @Test
    void pollsShareThePermitsEquallyAndCreatesGoFirst() {
        setAside("b");
        spentTheLastMinute("a", A, Duration.ofMillis(250));
        sql("""
                insert into video (id, owner, status, prompt, model, size, seconds, fingerprint, account, upstream_id,
                    accepted_at)
                select 'video_fair' || number, 'alice', 'IN_PROGRESS', 'a dog', 'sora-2', '1280x720', '10', '', 'a',
                    'up-fair' || number, now() from generate_series(1, 4) number""");
        await().until(() -> pollsOfFour().size() >= 16);
        List<String> polls = pollsOfFour().stream().map(Call::video).toList();

        String id = create(ALICE, "a dog that goes first");
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> count("select count(*) from video where status <> 'SUBMITTED' and id = '" + id + "'") == 1);
        long inLine = System.nanoTime();
        await().until(() -> soldBy(A, List.of(id)) == 1);
        long sold = upstream.sales().stream().filter(sale -> sale.idempotencyKey().equals(id)).findAny().orElseThrow().since();

        sql("delete from video where id like 'video_fair%'");
        int share = polls.size() / 4;
        assertThat(polls.stream().distinct()).hasSize(4)
                .allSatisfy(video -> assertThat(frequency(polls, video)).isBetween(share - 1, share + 1));
        assertThat(pollsOfFour()).filteredOn(poll -> poll.at() > inLine && poll.at() < sold).as("polls before the create")
                .hasSizeLessThanOrEqualTo(4);
        assertThat(upstream.violations()).isEmpty();
    }

    @Test
    void videoOfAPausedAccountGoesToAnotherAccountAtOnce() {
        upstream.refuse(A, request -> request.response().setStatusCode(429).putHeader("Retry-After", PAUSE).end("{}"));

        List<String> ids = IntStream.range(0, 4).mapToObj(number -> create(ALICE, "a cat, number " + number)).toList();

        await().until(() -> soldBy(B, ids) == ids.size());
    }

    @Test
    void videoWithoutAPermitGoesToAnotherAccountAtOnce() {
        sent("a", PER_MINUTE, 1);

        List<String> ids = IntStream.range(0, 4).mapToObj(number -> create(ALICE, "an owl, number " + number)).toList();

        await().until(() -> soldBy(B, ids) == ids.size());
    }

    @Test
    void subscribersCauseNoUpstreamRequests() throws Exception {
        String id = create(ALICE, "a dog that many look at");
        List<HttpResponse<Stream<String>>> watchers = new ArrayList<>();
        for (int watcher = 0; watcher < WATCHERS; watcher++) {
            watchers.add(EventReader.open(reelay.resolve("/v1/videos/" + id + "/events"), ALICE));
        }

        assertThat(watchers).allSatisfy(watcher -> assertThat(watcher.body()).contains("event: completed"));

        String sold = upstream.sales().stream().filter(sale -> sale.idempotencyKey().equals(id)).findAny().orElseThrow().id();
        // A poll of a video of another test may still have been waiting for its permit.
        List<Operation> calls = upstream.calls().stream().filter(call -> List.of(sold, "").contains(call.video()))
                .map(Call::operation).toList();
        assertThat(calls).containsOnlyOnce(Operation.CREATE).containsOnly(Operation.CREATE, Operation.STATUS)
                .hasSizeBetween(2, 11);
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
                insert into upstream_account (name, cooldown_until) values ('%s', 'infinity')
                on conflict (name) do update set cooldown_until = 'infinity'""".formatted(name));
    }

    private List<Call> pollsOfFour() {
        return upstream.calls().stream().filter(call -> call.video().startsWith("up-fair")).toList();
    }

    private long soldBy(String key, List<String> ids) {
        return upstream.sales().stream().filter(sale -> ids.contains(sale.idempotencyKey()))
                .filter(sale -> sale.account().equals(key)).count();
    }

    private long count(String query) {
        return pool.query(query).executeAndAwait().iterator().next().getLong(0);
    }

    private void sql(String statement) {
        pool.query(statement).executeAndAwait();
    }
}
