package dev.reelay.api;

import static dev.reelay.testing.Api.as;
import static dev.reelay.testing.Api.awaitEnd;
import static dev.reelay.testing.Api.create;
import static dev.reelay.testing.Api.form;
import static dev.reelay.testing.Json.at;
import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.TestDatabase.BOB;
import static dev.reelay.upstream.FaultUpstream.completed;
import static dev.reelay.upstream.FaultUpstream.json;
import static dev.reelay.upstream.FaultUpstream.running;
import static dev.reelay.upstream.FaultUpstream.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import jakarta.enterprise.inject.spi.CDI;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import io.vertx.mutiny.sqlclient.Pool;

import dev.reelay.testing.EventReader;
import dev.reelay.testing.EventReader.Event;
import dev.reelay.testing.Json;
import dev.reelay.upstream.FaultyUpstreamProfile;

/** Checks the event stream of one video, including reconnects. */
@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class EventsTest {
    private final String prompt = "prompt " + UUID.randomUUID();
    private final AtomicInteger progress = new AtomicInteger(10);

    @TestHTTPResource
    URI reelay;

    @Test
    void streamResponseDisablesCachingAndBuffering() throws Exception {
        script(prompt).status(atProgress());
        HttpResponse<Stream<String>> answer = EventReader.open(events(create(ALICE, prompt)), ALICE);

        assertThat(answer.headers().map()).containsEntry("content-type", List.of("text/event-stream"))
                .containsEntry("cache-control", List.of("no-store")).containsEntry("x-accel-buffering", List.of("no"));
        try (Stream<String> lines = answer.body()) {
            assertThat(lines.limit(2)).containsExactly(":", "retry: 1000");
        }
    }

    @Test
    void createThatRefusesEventsGetsJson() {
        form(ALICE, prompt).header("Accept", "text/event-stream;q=0, */*").post("/v1/videos").then().statusCode(200)
                .contentType("application/json").body(at("status", equalTo("submitted")));
        form(ALICE, prompt).header("Accept", "text/event-stream;q=0.1, application/json").post("/v1/videos").then()
                .statusCode(200).contentType("application/json");
        form(ALICE, prompt).header("Accept", "text/event-stream;q=0").post("/v1/videos").then().statusCode(406)
                .contentType("application/json").body(at("error.code", equalTo("invalid_request")));
    }

    @Test
    void reconnectAtEachVersionRepeatsNoEvent() throws Exception {
        script(prompt).status(atProgress());
        URI events = events(create(ALICE, prompt));
        List<Event> seen = new ArrayList<>();
        String lastId = "0";
        while (seen.isEmpty() || !seen.get(seen.size() - 1).kind().equals("completed")) {
            try (EventReader connection = EventReader.resume(events, ALICE, lastId)) {
                seen.add(connection.next().orElseThrow());
                lastId = connection.lastId();
            }
            progress.addAndGet(10); // while nobody watches
        }

        assertThat(seen).extracting(Event::id).doesNotHaveDuplicates().isSorted();
        assertThat(seen).extracting(event -> event.video().getInteger("progress")).isSorted().endsWith(100);
        assertThat(seen.size()).as("versions at which the connection was lost").isGreaterThan(5);
    }

    @Test
    void lastEventIdOfFinalEventReturns204() throws Exception {
        String id = create(ALICE, prompt);
        List<Event> all = EventReader.readAll(events(id), ALICE);
        Event last = all.get(all.size() - 1);

        assertThat(last.kind()).isEqualTo("completed");
        as(ALICE).header("Last-Event-ID", last.id()).get("/v1/videos/{id}/events", id).then().statusCode(204);
        as(ALICE).get("/v1/videos/{id}/events?last_event_id={last}", id, last.id()).then().statusCode(204);
        as(ALICE).get("/v1/videos/{id}/events?lastEventId={last}", id, last.id()).then().statusCode(204);
    }

    @Test
    void lastEventIdBeforeFinalEventReturnsFinalEvent() throws Exception {
        String id = create(ALICE, prompt);
        awaitEnd(ALICE, id, "completed");
        Event last = EventReader.readAll(events(id), ALICE).get(0);

        try (EventReader connection = EventReader.resume(events(id), ALICE, String.valueOf(last.id() - 1))) {
            assertThat(connection.rest()).containsExactly(last);
        }
    }

    /** As if the notifications of these changes had not arrived yet, and another node had told the client. */
    @Test
    void clientThatKnowsMoreThanItsNodeGetsNoOlderEvent() throws Exception {
        script(prompt).status(atProgress());
        String id = create(ALICE, prompt);
        try (EventReader watcher = EventReader.follow(events(id), ALICE)) {
            Event event = watcher.next().orElseThrow();
            while (event.video().getInteger("progress") < 10) {
                event = watcher.next().orElseThrow();
            }
            database().withTransaction(connection -> connection.query("set local session_replication_role = replica").execute()
                    .chain(() -> connection.query("update video set version = version + 5, progress = 50 where id = '%s'"
                            .formatted(id)).execute()))
                    .await().indefinitely();

            HttpResponse<Stream<String>> resumed = EventReader
                    .open(URI.create(events(id) + "?last_event_id=" + (event.id() + 5)), ALICE);
            progress.set(100);
            assertThat(EventReader.parse(resumed.body())).extracting(Event::kind).containsExactly("completed");
        }
    }

    @Test
    void unknownLastEventIdRestartsStream() throws Exception {
        String id = create(ALICE, prompt);
        awaitEnd(ALICE, id, "completed");

        try (EventReader connection = EventReader.resume(events(id), ALICE, "999")) {
            assertThat(connection.rest()).extracting(Event::kind).containsExactly("completed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "abc", "-1", "1.5", "9999999999999999999" })
    void malformedLastEventIdReturns400(String nonsense) {
        String id = create(ALICE, prompt);

        as(ALICE).header("Last-Event-ID", nonsense).get("/v1/videos/{id}/events", id).then().statusCode(400)
                .body(at("error.param", equalTo("Last-Event-ID")));
        as(ALICE).get("/v1/videos/{id}/events?last_event_id={last}", id, nonsense).then().statusCode(400)
                .body(at("error.param", equalTo("last_event_id"))).body(at("error.message", containsString("last_event_id")));
        as(ALICE).get("/v1/videos/events?last_event_id={last}", nonsense).then().statusCode(400)
                .body(at("error.param", equalTo("last_event_id")));
    }

    @Test
    void failedVideoSendsFailedEvent() throws Exception {
        script(prompt).status(json(200, "{\"status\":\"failed\",\"error\":\"No luck\"}"));

        List<Event> all = EventReader.readAll(events(create(ALICE, prompt)), ALICE);

        assertThat(all).last().satisfies(event -> {
            assertThat(event.kind()).isEqualTo("failed");
            assertThat(event.video().getString("error")).isEqualTo("No luck");
        });
    }

    @Test
    void responseFormatFollowsHeadersOfEachRequest() throws Exception {
        script(prompt).status(atProgress());
        String id = create(ALICE, prompt);
        try (EventReader manual = EventReader.follow(events(id), ALICE)) {
            assertThat(manual.next().orElseThrow().video().containsKey("object")).isFalse();
        }

        String openAi = Json.of(as(ALICE).header("Reelay-Dialect", "openai").get("/v1/videos/{id}", id).then().extract())
                .get("object");
        assertThat(openAi).isEqualTo("video");
        as(ALICE).get("/v1/videos/{id}", id).then().body(at("object", equalTo(null)));
        progress.set(100);
    }

    @Test
    void eventsOfForeignVideoReturn404() {
        as(BOB).get("/v1/videos/{id}/events", create(ALICE, prompt)).then().statusCode(404);
    }

    private URI events(String id) {
        return reelay.resolve("/v1/videos/" + id + "/events");
    }

    /** Running as far as the test has come, until it is at 100. */
    private Handler<RoutingContext> atProgress() {
        return request -> (progress.get() < 100 ? running(progress.get()) : completed()).handle(request);
    }

    Pool database() {
        return CDI.current().select(Pool.class).get();
    }
}
