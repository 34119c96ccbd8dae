package dev.reelay.webhook;

import static dev.reelay.testing.Api.as;
import static dev.reelay.testing.Api.awaitEnd;
import static dev.reelay.testing.Api.create;
import static dev.reelay.testing.Api.form;
import static dev.reelay.testing.Json.at;
import static dev.reelay.testing.TestDatabase.freshKey;
import static dev.reelay.testing.TestDatabase.ownerOf;
import static dev.reelay.upstream.FaultUpstream.running;
import static dev.reelay.upstream.FaultUpstream.script;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

import dev.reelay.testing.Json;
import dev.reelay.testing.Waits;
import dev.reelay.upstream.FaultyUpstreamProfile;

/** The events that the changes of videos leave in the outbox. The upstream accepts, runs and completes each video. */
@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class WebhookEventsTest {
    private static final String ENDPOINTS = "/v1/webhook_endpoints";
    /** A host that does not exist. */
    private static final String URL = "https://hooks.example/videos";

    @Inject
    Pool pool;

    private final String key = freshKey();
    private final String prompt = "a video of " + UUID.randomUUID();

    @Test
    void completedVideoLeavesTwoEvents() {
        endpoint("");

        String id = create(key, prompt);
        awaitEnd(key, id, "completed");

        List<JsonObject> events = events();
        assertThat(events).extracting(event -> event.getString("type")).containsExactly("video.in_progress",
                "video.completed");
        assertThat(events).allSatisfy(event -> {
            assertThat(event.fieldNames()).containsExactly("id", "object", "created_at", "type", "data");
            assertThat(event.getString("id")).matches("evt_[0-9a-f]{32}");
            assertThat(event.getString("object")).isEqualTo("event");
            assertThat(event.getLong("created_at")).isPositive();
        });
        assertThat(events.get(1).getJsonObject("data")).isEqualTo(video(id));
        assertThat(events.get(0).getJsonObject("data").getString("status")).isEqualTo("in_progress");
    }

    @Test
    void cancelledVideoLeavesAFailure() {
        endpoint("");
        script(prompt).status(running(10));
        String id = create(key, prompt);
        Waits.await().until(() -> events().size() == 1);

        as(key).post("/v1/videos/" + id + "/cancel").then().statusCode(200);
        as(key).post("/v1/videos/" + id + "/cancel").then().statusCode(200);

        assertThat(events()).extracting(event -> event.getString("type")).containsExactly("video.in_progress",
                "video.failed");
        assertThat(events().get(1).getJsonObject("data").getString("error_code")).isEqualTo("cancelled");
    }

    @Test
    void deletedVideoLeavesAnEventWithTheVideoAsItWas() {
        endpoint("");
        String url = URL + "/deleted";
        String id = Json.of(form(key, prompt).multiPart("webhook_url", url).post("/v1/videos").then().statusCode(200).extract())
                .get("id");
        awaitEnd(key, id, "completed");
        JsonObject video = video(id);

        as(key).delete("/v1/videos/" + id).then().statusCode(200);
        as(key).delete("/v1/videos/" + id).then().statusCode(404);

        assertThat(events()).hasSize(3);
        assertThat(events().get(2).getString("type")).isEqualTo("video.deleted");
        assertThat(events().get(2).getJsonObject("data")).isEqualTo(video);
        assertThat(rows("select url from webhook_delivery where owner = $1 and url is not null")).hasSize(3);
    }

    @Test
    void endpointGetsWhatItWants() {
        String completed = endpoint(",\"events\":[\"video.completed\"]");
        String all = endpoint("");
        String disabled = endpoint("");
        as(key).contentType(ContentType.JSON).body("{\"status\":\"disabled\"}").patch(ENDPOINTS + "/" + disabled);

        awaitEnd(key, create(key, prompt), "completed");

        assertThat(types(completed)).containsExactly("video.completed");
        assertThat(types(all)).containsExactly("video.completed", "video.in_progress");
        assertThat(types(disabled)).isEmpty();
        assertThat(events()).hasSize(2);
    }

    @Test
    void nothingIsStoredIfNobodyWantsIt() {
        awaitEnd(key, create(key, prompt), "completed");

        assertThat(events()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void ownUrlGetsTheEventsOfItsVideoOnly(boolean json) {
        String url = URL + "?order=1";
        Map<String, String> fields = Map.of("model", "sora-2", "prompt", prompt, "size", "1280x720", "seconds", "10",
                "webhook_url", url);
        String id = Json.of((json ? as(key).contentType(ContentType.JSON).body(fields).post("/v1/videos")
                : form(key, prompt).multiPart("webhook_url", url).post("/v1/videos"))
                .then().statusCode(200).extract()).get("id");
        awaitEnd(key, create(key, prompt + " without"), "completed");
        awaitEnd(key, id, "completed");

        assertThat(events()).hasSize(2).allMatch(event -> event.getJsonObject("data").getString("id").equals(id));
        assertThat(rows("select url, destination from webhook_delivery where owner = $1").stream().collect(toSet()))
                .containsExactly(List.of(url, ownerOf(key) + " https://hooks.example"));
        assertThat(rows("select secret from webhook_secret where owner = $1"))
                .containsExactly(List.of(Json.of(as(key).get("/v1/webhook_secret")).getString("secret")));
    }

    @Test
    void replayedCreateLeavesNothing() {
        for (int attempt = 0; attempt < 2; attempt++) {
            String id = Json
                    .of(form(key, prompt).multiPart("webhook_url", URL).header("Idempotency-Key", "once").post("/v1/videos")
                            .then().statusCode(200).extract())
                    .get("id");
            awaitEnd(key, id, "completed");
        }

        assertThat(events()).hasSize(2);
        form(key, prompt).multiPart("webhook_url", URL + "/other").header("Idempotency-Key", "once").post("/v1/videos").then()
                .statusCode(422).body(at("error.code", equalTo("idempotency_mismatch")));
    }

    @ParameterizedTest
    @ValueSource(strings = { "hooks.example", "ftp://hooks.example", "https://me:secret@hooks.example",
            "https://hooks.example:22" })
    void forbiddenUrlOfACreateIs400(String url) {
        form(key, prompt).multiPart("webhook_url", url).post("/v1/videos").then().statusCode(400)
                .body(at("error.param", equalTo("webhook_url")));
        form(key, prompt).multiPart("webhook_url", URL).multiPart("webhook_url", URL).post("/v1/videos").then().statusCode(400)
                .body(at("error.param", equalTo("webhook_url")));
    }

    /** Returns what a client sees, with the URL that a webhook has without a public URL. */
    private JsonObject video(String id) {
        return new JsonObject(as(key).get("/v1/videos/" + id).asString()).put("url", "/v1/videos/%s/content".formatted(id));
    }

    private String endpoint(String more) {
        return Json
                .of(as(key).contentType(ContentType.JSON).body("{\"url\":\"%s\"%s}".formatted(URL, more)).post(ENDPOINTS).then()
                        .statusCode(200).extract())
                .get("id");
    }

    private List<String> types(String endpoint) {
        return Json.of(as(key).get(ENDPOINTS + "/" + endpoint + "/deliveries").then().statusCode(200).extract())
                .get("data.event_type");
    }

    private List<JsonObject> events() {
        return rows("select body from webhook_event where owner = $1 order by created_at").stream()
                .map(row -> new JsonObject((String) row.get(0))).toList();
    }

    private List<List<Object>> rows(String sql) {
        List<List<Object>> rows = new ArrayList<>();
        pool.preparedQuery(sql).execute(Tuple.of(ownerOf(key))).await().indefinitely().forEach(row -> {
            List<Object> values = new ArrayList<>();
            for (int column = 0; column < row.size(); column++) {
                values.add(row.getValue(column));
            }
            rows.add(values);
        });
        return rows;
    }
}
