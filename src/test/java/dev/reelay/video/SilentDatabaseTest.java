package dev.reelay.video;

import static dev.reelay.Api.as;
import static dev.reelay.Api.create;
import static dev.reelay.TestDatabase.ALICE;
import static dev.reelay.testing.Waits.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

import dev.reelay.Metrics;
import dev.reelay.SilentDatabase;

/** A database that takes connections and says nothing. */
@QuarkusTest
@WithTestResource(SilentDatabase.class)
@Timeout(90)
class SilentDatabaseTest {
    /** More than there are connections. */
    private static final int MANY = 40;
    /** Of waiting for a connection, and then for an answer; and something for a machine that is busy. */
    private static final Duration BOUND = Duration.ofSeconds(5 + 5 + 4);

    /** In milliseconds, as in {@code src/main/kubernetes}; and something for a machine that is busy. */
    private static final long A_PROBES_PATIENCE = 3000 + 2000;

    SilentDatabase database;

    private final ExecutorService callers = Executors.newFixedThreadPool(MANY);

    @AfterEach
    void answerAgain() {
        database.answer();
        callers.shutdownNow();
    }

    @Test
    void everybodyIsToldToComeAgainAndThenItGoesOn() {
        String id = create(ALICE, "[slow:6s] a dog");
        await().until(() -> as(ALICE).get("/v1/videos/" + id).path("status"), equalTo("in_progress"));

        database.silence();
        List<Duration> waits = IntStream.range(0, MANY)
                .mapToObj(number -> CompletableFuture.supplyAsync(this::untilRefused, callers)).toList()
                .stream().map(CompletableFuture::join).toList();
        database.answer();

        assertThat(waits).allSatisfy(wait -> assertThat(wait).isLessThan(BOUND));
        await().untilAsserted(() -> as(ALICE).get("/v1/videos/" + id).then().statusCode(200)
                .body("status", equalTo("completed")));
    }

    @Test
    void theNodeIsLiveButNotReadyAndSaysSoInTime() {
        await().until(() -> Metrics.read().sum("reelay_videos") >= 0);
        given().get("/q/health/ready").then().statusCode(200);

        database.silence();

        given().get("/q/health/ready").then().statusCode(503).time(lessThan(A_PROBES_PATIENCE))
                .body("checks.find { it.name == 'database' }.status", equalTo("DOWN"));
        given().get("/q/health/live").then().statusCode(200).time(lessThan(A_PROBES_PATIENCE));
        await().until(() -> Double.isNaN(Metrics.read().sum("reelay_videos")));

        database.answer();
        await().untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
        await().until(() -> Metrics.read().sum("reelay_videos") >= 0);
    }

    private Duration untilRefused() {
        long began = System.nanoTime();
        as(ALICE).get("/v1/videos").then().statusCode(503)
                .header("Retry-After", equalTo("2")).body("error.code", equalTo("service_unavailable"));
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
