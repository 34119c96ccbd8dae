package dev.reelay.video;

import static dev.reelay.testing.Api.as;
import static dev.reelay.testing.Api.form;
import static dev.reelay.testing.Api.json;
import static dev.reelay.testing.Json.at;
import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.Waits.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;

import dev.reelay.testing.Metrics;
import dev.reelay.testing.SilentDatabase;

/** A database that accepts connections and never responds. */
@QuarkusTest
@WithTestResource(SilentDatabase.class)
class SilentDatabaseTest {
    /** More requests than connections of the pool. */
    private static final int MANY = 40;

    SilentDatabase database;
    @Inject
    Pool pool;

    private final ExecutorService callers = Executors.newFixedThreadPool(MANY);

    @AfterEach
    void answerAgain() {
        database.answer();
        callers.shutdownNow();
    }

    @Test
    void requestsReturn503UntilDatabaseResponds() {
        String id = json(await().until(() -> form(ALICE, "[slow:6s] a dog").post("/v1/videos"),
                created -> created.statusCode() == 200)).getString("id");
        awaitStatus(id, "in_progress");

        database.silence();
        IntStream.range(0, MANY).mapToObj(number -> refusal()).toList().forEach(CompletableFuture::join);
        database.answer();

        awaitStatus(id, "completed");
    }

    /** Connections of the pool may still be silent because of the test before. */
    @Test
    void transactionOfFrozenNodeReleasesItsLocks() {
        await().ignoreExceptions().until(this::holdsLockWithoutEnd);

        await().ignoreExceptions().until(this::lockIsFree);
    }

    private boolean holdsLockWithoutEnd() {
        SqlConnection frozen = pool.getConnectionAndAwait();
        frozen.beginAndAwait();
        return frozen.query("select pg_try_advisory_xact_lock(1)").executeAndAwait().iterator().next().getBoolean(0);
    }

    private boolean lockIsFree() {
        return pool.query("select pg_try_advisory_xact_lock(1)").executeAndAwait().iterator().next().getBoolean(0);
    }

    /** Connections that were silent once, also those of the test before, may still be in the pool. */
    private static void awaitStatus(String id, String status) {
        await().until(() -> {
            Response video = as(ALICE).get("/v1/videos/" + id);
            return video.statusCode() == 200 && json(video).getString("status").equals(status);
        });
    }

    /** The probe gets its response before a request for the database times out. */
    @Test
    void nodeIsLiveAndNotReadyBeforeProbeTimeout() {
        await().until(() -> Metrics.read().sum("reelay_videos") >= 0);
        await().untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));

        database.silence();

        CompletableFuture<Void> refusal = refusal();
        given().get("/q/health/ready").then().statusCode(503)
                .body(at("checks[name=database].status", equalTo("DOWN")));
        await().untilAsserted(() -> given().get("/q/health/live").then().statusCode(200));
        assertThat(refusal).as("a request that waits for the database").isNotDone();
        refusal.join();
        await().until(() -> Double.isNaN(Metrics.read().sum("reelay_videos")));

        database.answer();
        await().untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
        await().until(() -> Metrics.read().sum("reelay_videos") >= 0);
    }

    /** Completes when a request got 503, because the database does not respond. */
    private CompletableFuture<Void> refusal() {
        return CompletableFuture.runAsync(() -> as(ALICE).get("/v1/videos").then().statusCode(503)
                .header("Retry-After", equalTo("2")).body(at("error.code", equalTo("service_unavailable"))), callers);
    }
}
