package dev.reelay.api;

import static dev.reelay.testing.Api.as;
import static dev.reelay.testing.Api.awaitEnd;
import static dev.reelay.testing.Api.create;
import static dev.reelay.testing.Api.form;
import static dev.reelay.testing.Api.get;
import static dev.reelay.testing.Json.at;
import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.Waits.await;
import static dev.reelay.upstream.FaultUpstream.accepted;
import static dev.reelay.upstream.FaultUpstream.answer;
import static dev.reelay.upstream.FaultUpstream.completed;
import static dev.reelay.upstream.FaultUpstream.json;
import static dev.reelay.upstream.FaultUpstream.running;
import static dev.reelay.upstream.FaultUpstream.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;

import dev.reelay.testing.EventReader;
import dev.reelay.testing.EventReader.Event;
import dev.reelay.upstream.FaultUpstream.Script;
import dev.reelay.upstream.FaultyUpstreamProfile;

/** Checks requests that wait for a video: {@code Prefer: wait}, {@code ?wait} and creates that stream events. */
@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class WaitTest {
    private final String prompt = "prompt " + UUID.randomUUID();
    private final Script upstream = script(prompt);

    @TestHTTPResource
    URI reelay;

    @Test
    void createWithPreferWaitReturnsCompletedVideo() {
        upstream.status(running(10), running(20), completed());

        form(ALICE, prompt).header("Prefer", "respond-async, wait=300").post("/v1/videos").then().statusCode(200)
                .header("Preference-Applied", "wait=300").header("openai-poll-after-ms", nullValue())
                .body(at("status", equalTo("completed"))).body(at("url", endsWith("/content")));
    }

    @Test
    void waitEndsAfterRequestedTime() {
        upstream.status(running(10));
        String id = create(ALICE, prompt);
        await().until(() -> get(ALICE, id).getString("status").equals("in_progress"));
        Instant start = Instant.now();

        as(ALICE).header("Prefer", "wait=1").get("/v1/videos/" + id).then().statusCode(200)
                .header("Preference-Applied", "wait=1").header("openai-poll-after-ms", "50")
                .body(at("status", equalTo("in_progress")));

        assertThat(Duration.between(start, Instant.now())).isGreaterThan(Duration.ofMillis(900));
    }

    @Test
    void waitOfZeroEndsAtOnce() {
        upstream.status(running(10));

        String id = form(ALICE, prompt).header("Prefer", "wait=0").post("/v1/videos").then().statusCode(200)
                .header("Preference-Applied", "wait=0").body("status", equalTo("submitted")).extract().path("id");
        as(ALICE).header("Prefer", "wait=0").get("/v1/videos/" + id).then().statusCode(200);
        as(ALICE).get("/v1/videos/" + id + "/content?wait=0").then().statusCode(400)
                .body("error.code", equalTo("invalid_request"));
    }

    @Test
    void waitAboveLimitIsCapped() {
        String id = create(ALICE, prompt);

        as(ALICE).header("Prefer", "wait=99999").get("/v1/videos/" + id).then().statusCode(200)
                .header("Preference-Applied", "wait=300").body(at("status", equalTo("completed")));
        as(ALICE).header("Prefer", "wait=soon").get("/v1/videos/" + id).then().statusCode(200)
                .header("Preference-Applied", nullValue());
    }

    @Test
    void downloadWithWaitReturnsContent() {
        upstream.status(running(10), running(20), completed()).content(answer(200, "video/mp4", "clip"));

        assertThat(as(ALICE).get("/v1/videos/" + create(ALICE, prompt) + "/content?wait=300").then().statusCode(200)
                .extract().asString()).isEqualTo("clip");
    }

    @Test
    void downloadAfterExpiredWaitReturns400() {
        upstream.status(running(10));

        as(ALICE).get("/v1/videos/" + create(ALICE, prompt) + "/content?wait=1").then().statusCode(400)
                .body(at("error.code", equalTo("invalid_request")));
        for (String wait : List.of("soon", "-1", "301", "1.5")) {
            as(ALICE).get("/v1/videos/" + create(ALICE, prompt + "!") + "/content?wait=" + wait).then().statusCode(400)
                    .body(at("error.param", equalTo("wait")));
        }
    }

    @Test
    void createWithEventStreamAcceptReturnsEvents() throws Exception {
        upstream.status(running(10), running(20), completed());

        HttpResponse<Stream<String>> answer = streamed(Creates.json().put("prompt", prompt).encode());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
        assertThat(answer.headers().firstValue("x-request-id")).isPresent();
        List<Event> events = EventReader.parse(answer.body());
        Event last = events.get(events.size() - 1);
        assertThat(last.kind()).isEqualTo("completed");
        assertThat(last.video().getString("url"))
                .isEqualTo(reelay.resolve("/v1/videos/" + last.video().getString("id") + "/content").toString());
        assertThat(events.get(0).video().getString("id")).isEqualTo(last.video().getString("id"));
        assertThat(upstream.creates()).containsExactly(last.video().getString("id"));
    }

    @Test
    void invalidCreateReturns400BeforeAnyEvent() throws Exception {
        HttpResponse<Stream<String>> answer = streamed("{}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    }

    @Test
    void waitingVideoHasQueuePositionUntilItRuns() {
        for (int i = 0; i < 3; i++) {
            awaitEnd(ALICE, create(ALICE, prompt + i), "completed");
        }
        script(prompt + "first").create(json(429, "{}"));
        String first = create(ALICE, prompt + "first");
        AtomicBoolean hasRoom = new AtomicBoolean();
        upstream.create(request -> (hasRoom.get() ? accepted(prompt) : json(429, "{}")).handle(request)).status(running(10));
        String id = create(ALICE, prompt);

        JsonObject waiting = get(ALICE, id);
        assertThat(waiting.getString("status")).isEqualTo("submitted");
        assertThat(waiting.getInteger("queue_position")).isGreaterThan(get(ALICE, first).getInteger("queue_position"))
                .isPositive();
        assertThat(waiting.getInteger("estimated_seconds")).isNotNegative();
        hasRoom.set(true);
        await().until(() -> get(ALICE, id).getString("status").equals("in_progress"));
        assertThat(get(ALICE, id).getMap()).doesNotContainKeys("queue_position", "estimated_seconds");
        as(ALICE).post("/v1/videos/" + first + "/cancel").then().statusCode(200).body(at("queue_position", nullValue()));
    }

    private HttpResponse<Stream<String>> streamed(String json) throws IOException, InterruptedException {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()
                .send(HttpRequest.newBuilder(reelay.resolve("/v1/videos"))
                        .header("Authorization", ALICE).header("Accept", "text/event-stream")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json)).build(), BodyHandlers.ofLines());
    }
}
