package dev.reelay.upstream.account;

import static dev.reelay.testing.Api.as;
import static dev.reelay.testing.Api.awaitEnd;
import static dev.reelay.testing.Api.create;
import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.Waits.await;
import static dev.reelay.upstream.FaultUpstream.json;
import static dev.reelay.upstream.MeteredUpstreamProfile.A;
import static dev.reelay.upstream.MeteredUpstreamProfile.B;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import io.vertx.mutiny.sqlclient.Pool;

import dev.reelay.upstream.MeteredUpstream;
import dev.reelay.upstream.MeteredUpstream.Sale;
import dev.reelay.upstream.MeteredUpstreamProfile;

/** Tests the distribution of videos to two accounts at one upstream. */
@Tag("endurance")
@QuarkusTest
@TestProfile(MeteredUpstreamProfile.class)
class AccountPoolTest {

    @Inject
    Pool pool;

    MeteredUpstream upstream;

    @BeforeEach
    @AfterEach
    void afresh() {
        upstream.refuseNobody();
        await().until(() -> pool.query("select from video where lease_owner is not null")
                .executeAndAwait().rowCount() == 0);
        pool.query("delete from upstream_account where name in ('a', 'b')").executeAndAwait();
        upstream.forgetCalls();
    }

    @Test
    void waitingVideosUseBothAccountsAndKeepTheirAccount() {
        List<String> ids = videos(8);

        ids.forEach(id -> awaitEnd(ALICE, id, "completed"));

        assertThat(sales(ids)).hasSameSizeAs(ids).extracting(Sale::account).contains(A, B);
        for (Sale sale : sales(ids)) {
            assertThat(as(ALICE).get("/v1/videos/" + sale.idempotencyKey() + "/content").then().statusCode(200)
                    .extract().asString()).isEqualTo(sale.id());
        }
        assertThat(sales(ids)).allSatisfy(sale -> assertThat(upstream.calls())
                .filteredOn(call -> call.video().equals(sale.id()))
                .extracting(call -> call.account()).containsOnly(sale.account()));
        assertThat(upstream.violations()).isEmpty();
    }

    static Stream<Arguments> refusalsOfAnAccount() {
        return Stream.of(
                Arguments.of("key refused", json(401, "{}")),
                Arguments.of("no credit", json(403, "{\"error\":{\"code\":\"insufficient_quota\",\"message\":\"Pay\"}}")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusalsOfAnAccount")
    void videoOfARejectedAccountGoesToAnotherAccount(String fault, Handler<RoutingContext> refusal) {
        List<String> before = videos(6);
        await().until(() -> sales(before).size() == 6);
        upstream.refuse(A, refusal);

        List<String> after = videos(6);

        Stream.of(before, after).flatMap(List::stream).forEach(id -> awaitEnd(ALICE, id, "completed"));
        assertThat(sales(before)).extracting(Sale::account).contains(A);
        assertThat(sales(after)).hasSameSizeAs(after).extracting(Sale::account).containsOnly(B);
        assertThat(creates(A)).as("tried once more, by as many as were under way").isLessThanOrEqualTo(10);
    }

    @Test
    void accountAfter429PausesAndOtherAccountContinues() {
        upstream.refuse(A, request -> request.response().setStatusCode(429).putHeader("Retry-After", "4").end("{}"));

        List<String> ids = videos(5);

        await().until(() -> creates(A) > 0);
        upstream.refuseNobody();
        ids.forEach(id -> awaitEnd(ALICE, id, "completed"));
        assertThat(sales(ids)).hasSameSizeAs(ids).extracting(Sale::account).contains(B);
        long told = upstream.calls().stream().filter(call -> call.account().equals(A)).findFirst().orElseThrow().at();
        assertThat(upstream.calls()).filteredOn(call -> call.account().equals(A))
                .filteredOn(call -> call.at() - told < Duration.ofSeconds(4).toNanos())
                .as("each video once, as far as it was under way").hasSizeLessThanOrEqualTo(ids.size());
    }

    private static List<String> videos(int count) {
        return IntStream.range(0, count).mapToObj(number -> create(ALICE, "a dog, number " + number)).toList();
    }

    private List<Sale> sales(List<String> ids) {
        return upstream.sales().stream().filter(sale -> ids.contains(sale.idempotencyKey())).toList();
    }

    private long creates(String account) {
        return upstream.calls().stream().filter(call -> call.operation() == Operation.CREATE)
                .filter(call -> call.account().equals(account)).count();
    }
}
