package dev.reelay;

import static dev.reelay.testing.Api.as;
import static dev.reelay.testing.Api.awaitEnd;
import static dev.reelay.testing.Api.create;
import static dev.reelay.testing.Json.at;
import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.Waits.await;
import static dev.reelay.upstream.FaultUpstream.accepted;
import static dev.reelay.upstream.FaultUpstream.json;
import static dev.reelay.upstream.FaultUpstream.script;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.testing.Json;
import dev.reelay.testing.Metrics;
import dev.reelay.upstream.FaultUpstream.Script;
import dev.reelay.upstream.FaultyUpstreamProfile;

/** The responses of the health endpoints. */
@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class HealthTest {

    private static final Handler<RoutingContext> TURNED_AWAY = request -> request.response().setStatusCode(429)
            .putHeader("Retry-After", "1").end("{}");

    private final String prompt = "prompt " + UUID.randomUUID();
    private final Script upstream = script(prompt);

    @Test
    void nodeIsLiveWhileEventLoopsRun() {
        await().untilAsserted(() -> given().get("/q/health/live").then().statusCode(200).body(at("status", equalTo("UP")))
                .body(at("checks.name", contains("event loops")))
                .body(at("checks[0].data.stuck", equalTo(0))));
    }

    @Test
    void nodeHasStartedOnceItClaimsVideosAndListens() {
        await().untilAsserted(() -> given().get("/q/health/started").then().statusCode(200)
                .body(at("checks.name", containsInAnyOrder("first claim of videos", "listens for changes"))));
    }

    @Test
    void nodeIsReadyWhileDatabaseResponds() {
        await().untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200)
                .body(at("checks.name", containsInAnyOrder("database", "Graceful Shutdown"))));
    }

    /** Each pause ends after a second, and the next create starts another one. */
    @Test
    void pausedAccountIsShown() {
        AtomicBoolean hasRoom = new AtomicBoolean();
        upstream.create(request -> (hasRoom.get() ? accepted(prompt) : TURNED_AWAY).handle(request));
        await().until(() -> "in use".equals(upstream("account default")));

        String id = create(ALICE, prompt);

        await().until(() -> "paused".equals(upstream("account default")));
        await().until(() -> Metrics.read().sum("reelay_upstream_paused", "account=\"default\"") == 1);
        staysInRotation();
        hasRoom.set(true);
        awaitEnd(ALICE, id, "completed");
        await().until(() -> "in use".equals(upstream("account default")));
        await().until(() -> Metrics.read().sum("reelay_upstream_paused", "account=\"default\"") == 0);
    }

    /** The breaker tries one call every five seconds, and opens again when it fails. */
    @Test
    void upstreamOutageLeavesNodeReady() {
        upstream.status(json(500, "{}"));
        String id = create(ALICE, prompt);

        await().until(() -> "open".equals(upstream("breaker of status for default")));
        await().until(() -> Metrics.read().sum("reelay_upstream_breaker_open", "operation=\"status\"") == 1);
        assertThat(Metrics.read().sum("reelay_upstream_breaker_open", "operation=\"create\"")).isZero();
        staysInRotation();

        as(ALICE).post("/v1/videos/" + id + "/cancel").then().statusCode(200);
        await().until(() -> {
            CircuitBreakerMaintenance.get().resetAll(); // other tests use the same upstream
            return "closed".equals(upstream("breaker of status for default"));
        });
    }

    private static void staysInRotation() {
        await().untilAsserted(() -> given().get("/q/health").then().statusCode(200).body(at("status", equalTo("UP"))));
        await().untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200).body(at("status", equalTo("UP"))));
    }

    private static String upstream(String about) {
        Json health = Json.of(given().get("/q/health"));
        return health.getString("checks[name=upstream].data." + about);
    }
}
