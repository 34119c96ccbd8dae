package dev.reelay.api;

import static dev.reelay.testing.Api.as;
import static dev.reelay.testing.Api.awaitEnd;
import static dev.reelay.testing.Api.create;
import static dev.reelay.testing.Json.at;
import static dev.reelay.testing.TestDatabase.freshKey;
import static dev.reelay.testing.TestDatabase.ownerOf;
import static dev.reelay.upstream.FaultUpstream.completed;
import static dev.reelay.upstream.FaultUpstream.running;
import static dev.reelay.upstream.FaultUpstream.script;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.greaterThan;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;

import dev.reelay.testing.EventReader;
import dev.reelay.testing.EventReader.Event;
import dev.reelay.testing.Json;
import dev.reelay.upstream.FaultyUpstreamProfile;

/** Checks the stream with the events of all videos of one owner. */
@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class OwnerEventsTest {
    private final AtomicBoolean mayEnd = new AtomicBoolean();
    private final String key = freshKey();

    @TestHTTPResource("/v1/videos/events")
    URI events;

    @Inject
    Pool pool;

    @AfterEach
    void endAll() {
        mayEnd.set(true);
    }

    @Test
    void newStreamStartsWithOpenVideosAndSendsAllChanges() throws Exception {
        String settled = create(key, prompt());
        awaitEnd(key, settled, "completed");
        String running = create(key, runningPrompt());

        try (EventReader stream = EventReader.follow(events, key)) {
            assertThat(untilKind("progress", running, stream)).doesNotContainKey(settled);
            String later = create(key, prompt());
            assertThat(untilKind("completed", later, stream)).doesNotContainKey(settled);
            mayEnd.set(true);
            untilKind("completed", running, stream);
        }
    }

    @Test
    void resumedStreamSendsEachChangedVideoOnce() throws Exception {
        String before = create(key, prompt());
        awaitEnd(key, before, "completed");
        String position = endOfFeed();
        List<String> meanwhile = IntStream.range(0, 5).mapToObj(number -> create(key, prompt())).toList();
        meanwhile.forEach(id -> awaitEnd(key, id, "completed"));

        Map<String, Integer> times = new HashMap<>();
        try (EventReader stream = EventReader.resume(events, key, position)) {
            while (!times.keySet().containsAll(meanwhile)) {
                times.merge(stream.next().orElseThrow().video().getString("id"), 1, Integer::sum);
            }
        }

        assertThat(times).containsOnlyKeys(meanwhile).allSatisfy((id, seen) -> assertThat(seen).isEqualTo(1));
    }

    @Test
    void reconnectAfterEachEventDeliversEachCompletionOnce() throws Exception {
        String position = endOfFeed();
        List<String> ids = IntStream.range(0, 8).mapToObj(number -> create(key, prompt())).toList();
        List<Event> seen = new ArrayList<>();
        Set<String> completed = new HashSet<>();
        while (!completed.containsAll(ids)) {
            try (EventReader stream = EventReader.resume(events, key, position)) {
                Event event = stream.next().orElseThrow();
                seen.add(event);
                position = stream.lastId();
                if (event.kind().equals("completed")) {
                    completed.add(event.video().getString("id"));
                }
            }
        }

        assertThat(seen).extracting(Event::id).doesNotHaveDuplicates().isSorted();
        assertThat(seen.stream().filter(event -> event.kind().equals("completed")).map(event -> event.video().getString("id"))
                .filter(ids::contains))
                .doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void firstVideoOfAnOwnerIsNotMissedBetweenTwoStreams() throws Exception {
        String position;
        try (Stream<String> lines = EventReader.open(events, key).body()) {
            position = lines.filter(line -> line.startsWith("id: ")).findFirst().orElseThrow().substring("id: ".length());
        }
        String id = create(key, prompt());
        awaitEnd(key, id, "completed");

        try (EventReader stream = EventReader.resume(events, key, position)) {
            untilKind("completed", id, stream);
        }
    }

    @Test
    void resumedStreamReadsMoreThanOnePage() throws Exception {
        String position = endOfFeed();
        pool.query("""
                insert into video (id, owner, status, progress, prompt, model, size, seconds, fingerprint, completed_at)
                select 'video_batch' || number, '%s', 'COMPLETED', 100, 'a dog', 'sora-2', '1280x720', '10', '', now()
                from generate_series(1, 250) number""".formatted(ownerOf(key))).executeAndAwait();

        try (EventReader stream = EventReader.resume(events, key, position)) {
            for (int number = 1; number <= 250; number++) {
                assertThat(stream.next().orElseThrow().video().getString("id")).isEqualTo("video_batch" + number);
            }
        }
    }

    @Test
    void deletionIsSentToOpenAndResumedStream() throws Exception {
        String position = endOfFeed();
        String id = create(key, prompt());
        awaitEnd(key, id, "completed");

        try (EventReader stream = EventReader.resume(events, key, position)) {
            untilKind("completed", id, stream);
            as(key).delete("/v1/videos/{id}", id).then().statusCode(200);
            Event told = stream.next().orElseThrow();
            assertThat(told.kind()).isEqualTo("deleted");
            assertThat(told.video())
                    .isEqualTo(new JsonObject().put("id", id).put("object", "video.deleted").put("deleted", true));
        }
        try (EventReader stream = EventReader.resume(events, key, position)) {
            assertThat(untilKind("deleted", id, stream)).containsOnly(Map.entry(id, 1));
        }
    }

    @Test
    void newStreamOmitsDeletedVideos() throws Exception {
        String deleted = create(key, prompt());
        awaitEnd(key, deleted, "completed");
        as(key).delete("/v1/videos/{id}", deleted).then().statusCode(200);
        String running = create(key, runningPrompt());

        try (EventReader stream = EventReader.follow(events, key)) {
            assertThat(untilKind("progress", running, stream)).doesNotContainKey(deleted);
        }
    }

    @Test
    void unknownLastEventIdRestartsStream() throws Exception {
        String running = create(key, runningPrompt());

        try (EventReader stream = EventReader.resume(events, key, "999999999")) {
            untilKind("progress", running, stream);
        }
    }

    @Test
    void streamOmitsVideosOfOtherOwners() throws Exception {
        String bob = freshKey();
        String bobs = create(bob, prompt());
        String alices = create(key, prompt());
        awaitEnd(bob, bobs, "completed");

        try (EventReader stream = EventReader.resume(events, key, "1")) {
            assertThat(untilKind("completed", alices, stream)).doesNotContainKey(bobs);
        }
    }

    @Test
    void ticketOpensStreamAndNoOtherPath() throws Exception {
        String url = Json.of(as(key).post("/v1/videos/tickets").then().statusCode(200)
                .body(at("expires_at", greaterThan((int) (System.currentTimeMillis() / 1000)))).extract()).get("events_url");
        String id = create(key, runningPrompt());

        try (EventReader stream = EventReader.follow(URI.create(url))) {
            untilKind("progress", id, stream);
        }
        given().get(url.replace("/v1/videos/events", "/v1/videos")).then().statusCode(401);
        given().get(url.replace("/v1/videos/events", "/v1/videos/" + id + "/events")).then().statusCode(401);
    }

    /** Reads until this event of this video came; what came before is counted by video. */
    private static Map<String, Integer> untilKind(String kind, String id, EventReader stream) {
        Map<String, Integer> seen = new HashMap<>();
        Event event;
        do {
            event = stream.next().orElseThrow();
            seen.merge(event.video().getString("id"), 1, Integer::sum);
        } while (!event.kind().equals(kind) || !event.video().getString("id").equals(id));
        return seen;
    }

    /** As an own id at the end of the beginning, where nothing is open. */
    private String endOfFeed() throws IOException, InterruptedException {
        String id = create(key, runningPrompt());
        as(key).post("/v1/videos/{id}/cancel", id).then().statusCode(200);
        try (EventReader stream = EventReader.resume(events, key, "1")) {
            Event event;
            do {
                event = stream.next().orElseThrow();
            } while (!event.video().getString("id").equals(id) || !event.kind().equals("failed"));
            return stream.lastId();
        }
    }

    private static String prompt() {
        return "prompt " + UUID.randomUUID();
    }

    private String runningPrompt() {
        String prompt = prompt();
        script(prompt).status(request -> (mayEnd.get() ? completed() : running(50)).handle(request));
        return prompt;
    }
}
