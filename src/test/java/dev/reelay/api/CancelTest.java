package dev.reelay.api;

import static dev.reelay.api.LimitsTest.parallel;
import static dev.reelay.testing.Api.as;
import static dev.reelay.testing.Api.awaitEnd;
import static dev.reelay.testing.Api.create;
import static dev.reelay.testing.Api.form;
import static dev.reelay.testing.Api.get;
import static dev.reelay.testing.Json.at;
import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.Waits.await;
import static dev.reelay.upstream.FaultUpstream.accepted;
import static dev.reelay.upstream.FaultUpstream.completed;
import static dev.reelay.upstream.FaultUpstream.json;
import static dev.reelay.upstream.FaultUpstream.running;
import static dev.reelay.upstream.FaultUpstream.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.testing.Api;
import dev.reelay.testing.EventReader;
import dev.reelay.testing.EventReader.Event;
import dev.reelay.testing.Json;
import dev.reelay.upstream.FaultUpstream.Script;
import dev.reelay.upstream.FaultyUpstreamProfile;

/** Checks cancel, delete, and the deadline that a client sets. */
@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class CancelTest {
    private final String prompt = "prompt " + UUID.randomUUID();
    private final Script upstream = script(prompt);
    private final CompletableFuture<Void> cancelled = new CompletableFuture<>();

    @TestHTTPResource
    URI reelay;

    @Test
    void repeatedCancelOfRunningVideoReturns200() {
        upstream.status(running(10));
        String id = runningVideo();

        for (int i = 0; i < 3; i++) {
            cancel(id).statusCode(200).body(at("id", equalTo(id))).body(at("status", equalTo("failed")))
                    .body(at("error_code", equalTo("cancelled")))
                    .body(at("error", equalTo("Cancelled by its owner. The upstream cannot stop it, and may bill it")));
        }
        int asked = upstream.statusRequests();
        Script another = script(prompt + " of another").status(running(10));
        cancel(runningVideo(prompt + " of another", another, 5)).statusCode(200);
        assertThat(upstream.statusRequests()).as("one may have been under way").isLessThanOrEqualTo(asked + 1);
    }

    @Test
    void lateStatusResponseLeavesVideoCancelled() {
        upstream.status(running(10), after(completed()));
        String id = runningVideo();
        await().until(() -> upstream.statusRequests() >= 2);

        cancel(id).statusCode(200);
        cancelled.complete(null);

        staysCancelled(id);
    }

    @Test
    void lateCreateResponseLeavesVideoCancelled() {
        upstream.create(after(accepted(prompt)));
        String id = create(ALICE, prompt);
        await().until(() -> upstream.creates().size() == 1);

        cancel(id).statusCode(200);
        cancelled.complete(null);

        staysCancelled(id);
        assertThat(upstream.statusRequests()).isZero();
    }

    @Test
    void cancelledWaitingVideoIsNotSubmittedAgain() {
        upstream.create(json(429, "{}"), accepted(prompt));
        String id = create(ALICE, prompt);
        await().until(() -> upstream.creates().size() == 1);

        cancel(id).statusCode(200).body(at("status", equalTo("failed")));

        Script another = script(prompt + " of another").create(json(429, "{}"), accepted(prompt + " of another"));
        awaitEnd(ALICE, create(ALICE, prompt + " of another"), "completed");
        assertThat(another.creates()).as("turned away later, and created again").hasSize(2);
        assertThat(upstream.creates()).hasSize(1);
        staysCancelled(id);
    }

    @Test
    void cancelOfTerminalVideoReturns409() {
        String id = create(ALICE, prompt);
        awaitEnd(ALICE, id, "completed");
        cancel(id).statusCode(409).body(at("error.code", equalTo("conflict"))).header("x-should-retry", "false");

        script(prompt + "!").create(json(400, "{}"));
        String failed = create(ALICE, prompt + "!");
        awaitEnd(ALICE, failed, "failed");
        cancel(failed).statusCode(409);
    }

    @Test
    void cancelSendsFailedEvent() throws Exception {
        upstream.status(running(10));
        String id = runningVideo();
        CompletableFuture<List<Event>> events = CompletableFuture.supplyAsync(() -> eventsOf(id));

        cancel(id).statusCode(200);

        Event last = events.get().get(events.get().size() - 1);
        assertThat(last.kind()).isEqualTo("failed");
        assertThat(last.video().getString("error_code")).isEqualTo("cancelled");
    }

    @Test
    void deleteOfOpenVideoReturns409() {
        upstream.status(running(10));
        String id = runningVideo();
        as(ALICE).delete("/v1/videos/" + id).then().statusCode(409).body(at("error.code", equalTo("conflict")));
        cancel(id).statusCode(200);

        as(ALICE).delete("/v1/videos/" + id).then().statusCode(200)
                .body(at("id", equalTo(id))).body(at("object", equalTo("video.deleted"))).body(at("deleted", equalTo(true)));

        for (String path : List.of("", "/content", "/events")) {
            as(ALICE).get("/v1/videos/" + id + path).then().statusCode(404);
        }
        as(ALICE).delete("/v1/videos/" + id).then().statusCode(404);
        cancel(id).statusCode(404);
    }

    @Test
    void concurrentDeletesReturn200Once() throws Exception {
        upstream.status(running(10));
        String id = runningVideo();

        assertThat(parallel(20, () -> as(ALICE).post("/v1/videos/" + id + "/cancel").statusCode())).containsOnly(200);
        assertThat(parallel(20, () -> as(ALICE).delete("/v1/videos/" + id).statusCode())).containsOnlyOnce(200)
                .containsOnly(200, 404);
    }

    @Test
    void cancelAfterHeaderEndsRunningVideo() {
        upstream.status(running(10));

        timesOut(form(ALICE, prompt).header("Cancel-After", "1"));
    }

    @Test
    void deadlineFieldEndsWaitingVideo() {
        upstream.create(json(429, "{}"));

        timesOut(Api.text(form(ALICE, prompt), "deadline", "1"));
    }

    @Test
    void deadlineInJsonEndsRunningVideo() {
        upstream.status(running(10));

        timesOut(Creates.body(Creates.json().put("prompt", prompt).put("deadline", 1).encode(), as(ALICE)));
    }

    private void timesOut(RequestSpecification create) {
        Instant start = Instant.now();
        String id = Json.of(create.post("/v1/videos").then().statusCode(200).extract()).get("id");

        JsonObject video = awaitEnd(ALICE, id, "failed");

        assertThat(Duration.between(start, Instant.now())).isGreaterThan(Duration.ofMillis(950));
        assertThat(video.getString("error_code")).isEqualTo("generation_timeout");
    }

    private String runningVideo() {
        return runningVideo(prompt, upstream, 1);
    }

    /** A video that is in progress and has been polled so often. */
    private static String runningVideo(String prompt, Script script, int polls) {
        String id = create(ALICE, prompt);
        await().until(() -> get(ALICE, id).getString("status").equals("in_progress") && script.statusRequests() >= polls);
        return id;
    }

    private static ValidatableResponse cancel(String id) {
        return as(ALICE).post("/v1/videos/" + id + "/cancel").then();
    }

    /** Whatever was under way for it has arrived before a video that is created now comes to its end. */
    private void staysCancelled(String id) {
        awaitEnd(ALICE, create(ALICE, prompt + " of somebody later"), "completed");
        assertThat(get(ALICE, id).getString("error_code")).isEqualTo("cancelled");
    }

    private List<Event> eventsOf(String id) {
        try {
            return EventReader.readAll(reelay.resolve("/v1/videos/" + id + "/events"), ALICE);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** An answer that is under way while the video is cancelled. */
    private Handler<RoutingContext> after(Handler<RoutingContext> answer) {
        return request -> cancelled.thenRun(() -> request.vertx().runOnContext(now -> answer.handle(request)));
    }
}
