package dev.reelay;

import static dev.reelay.Api.as;
import static dev.reelay.Api.awaitEnd;
import static dev.reelay.Api.create;
import static dev.reelay.TestDatabase.ALICE;
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

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;

import dev.reelay.upstream.FaultUpstream.Script;
import dev.reelay.upstream.FaultyUpstreamProfile;

/** What a probe hears. */
@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class HealthTest {

    private final String prompt = "prompt " + UUID.randomUUID();
    private final Script upstream = script(prompt);

    @Test
    void itIsLiveWhileItsEventLoopsRun() {
        given().get("/q/health/live").then().statusCode(200).body("status", equalTo("UP"))
                .body("checks.name", contains("event loops"))
                .body("checks[0].data.stuck", equalTo(0));
    }

    @Test
    void itHasStartedOnceItLeadsVideosAndHearsOfChanges() {
        await().untilAsserted(() -> given().get("/q/health/started").then().statusCode(200)
                .body("checks.name", containsInAnyOrder("looked for videos to lead", "listens for changes")));
    }

    @Test
    void itIsReadyWhileItHasADatabase() {
        given().get("/q/health/ready").then().statusCode(200)
                .body("checks.name", containsInAnyOrder("database", "Graceful Shutdown"));
    }

    @Test
    void anAccountThatPausesIsTold() {
        upstream.create(request -> request.response().setStatusCode(429).putHeader("Retry-After", "4").end("{}"),
                accepted(prompt));
        await().until(() -> "in use".equals(upstream("account default")));

        String id = create(ALICE, prompt);

        await().until(() -> "paused".equals(upstream("account default")));
        assertThat(Metrics.read().sum("reelay_upstream_paused", "account=\"default\"")).isEqualTo(1);
        staysInRotation();
        awaitEnd(ALICE, id, "completed");
        await().until(() -> "in use".equals(upstream("account default")));
        assertThat(Metrics.read().sum("reelay_upstream_paused", "account=\"default\"")).isZero();
    }

    @Test
    void anUpstreamThatIsDownTakesNoNodeOutOfRotation() {
        upstream.status(json(500, "{}"));
        String id = create(ALICE, prompt);

        await().until(() -> "open".equals(upstream("breaker of status")));
        assertThat(Metrics.read().sum("reelay_upstream_suspended", "operation=\"status\"")).isEqualTo(1);
        assertThat(Metrics.read().sum("reelay_upstream_suspended", "operation=\"create\"")).isZero();
        staysInRotation();

        as(ALICE).post("/v1/videos/" + id + "/cancel").then().statusCode(200);
        CircuitBreakerMaintenance.get().resetAll(); // it is the other tests' upstream, too
        assertThat(upstream("breaker of status")).isEqualTo("closed");
    }

    private static void staysInRotation() {
        given().get("/q/health").then().statusCode(200).body("status", equalTo("UP"));
        given().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
    }

    private static String upstream(String about) {
        JsonPath health = given().get("/q/health").jsonPath();
        return health.getString("checks.find { it.name == 'upstream' }.data.'" + about + "'");
    }
}
