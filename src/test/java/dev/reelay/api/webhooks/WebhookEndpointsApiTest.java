package dev.reelay.api.webhooks;

import static dev.reelay.testing.Api.as;
import static dev.reelay.testing.Json.at;
import static dev.reelay.testing.TestDatabase.freshKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;

import dev.reelay.testing.Json;
import dev.reelay.upstream.FaultyUpstreamProfile;
import dev.reelay.webhook.WebhookEndpoints;

@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class WebhookEndpointsApiTest {
    private static final String PATH = "/v1/webhook_endpoints";
    private static final String URL = "https://hooks.example/videos";
    private static final String UNKNOWN = "we_00000000000000000000000000000000";
    private static final String SECRET = "whsec_[A-Za-z0-9+/]{43}=";
    private static final String[] ALL = { "video.in_progress", "video.completed", "video.failed", "video.deleted",
            "budget.threshold" };

    private final String key = freshKey();

    @Test
    void createShowsTheSecretOnce() {
        String id = Json.of(create("{\"url\":\"%s\"}".formatted(URL)).statusCode(200)
                .body(at("id", matchesPattern("we_[0-9a-f]{32}")))
                .body(at("object", equalTo("webhook_endpoint"))).body(at("url", equalTo(URL))).body(at("events", contains(ALL)))
                .body(at("description", equalTo(""))).body(at("status", equalTo("enabled")))
                .body(at("disabled_reason", nullValue()))
                .body(at("secret", matchesPattern(SECRET))).extract()).get("id");

        as(key).get(PATH + "/" + id).then().statusCode(200).body(at("id", equalTo(id))).body(at("$", not(hasKey("secret"))));
        as(key).get(PATH).then().statusCode(200).body(at("data.id", contains(id)))
                .body(at("data", everyItem(not(hasKey("secret")))));
    }

    @Test
    void createKeepsEventsAndDescription() {
        create("{\"url\":\"%s\",\"events\":[\"video.failed\",\"video.failed\"],\"description\":\"Alarm\"}".formatted(URL))
                .statusCode(200).body(at("events", contains("video.failed"))).body(at("description", equalTo("Alarm")));
    }

    @Test
    void listIsNewestFirst() {
        List<String> ids = new ArrayList<>();
        Stream.of(1, 2, 3).forEach(number -> ids.add(0, createId()));

        as(key).get(PATH).then().statusCode(200).body(at("object", equalTo("list"))).body(at("data.id", equalTo(ids)));
    }

    @TestFactory
    Stream<DynamicTest> invalidFieldIsRefusedByName() {
        return Stream.of(
                new String[] { "", "null" }, new String[] { "[]", "null" }, new String[] { "{}", "url" },
                new String[] { "{\"url\":1}", "url" }, new String[] { "{\"url\":\"ftp://hooks.example\"}", "url" },
                new String[] { "{\"url\":\"https://me@hooks.example\"}", "url" },
                new String[] { "{\"url\":\"https://hooks.example:25\"}", "url" },
                new String[] { "{\"url\":\"%s\",\"events\":[]}".formatted(URL), "events" },
                new String[] { "{\"url\":\"%s\",\"events\":\"video.failed\"}".formatted(URL), "events" },
                new String[] { "{\"url\":\"%s\",\"events\":[\"video.lost\"]}".formatted(URL), "events" },
                new String[] { "{\"url\":\"%s\",\"events\":[null]}".formatted(URL), "events" },
                new String[] { "{\"url\":\"%s\",\"description\":\"a\\u0000b\"}".formatted(URL), "description" },
                new String[] { "{\"url\":\"%s\",\"description\":\"%s\"}".formatted(URL, "x".repeat(501)), "description" })
                .map(row -> DynamicTest.dynamicTest("body: " + row[0], () -> create(row[0]).statusCode(400)
                        .body(at("error.code", equalTo("invalid_request")))
                        .body(at("error.param", row[1].equals("null") ? nullValue() : equalTo(row[1])))));
    }

    @Test
    void longBodyIsRefused() {
        create("{\"url\":\"%s\",\"unknown\":\"%s\"}".formatted(URL, "x".repeat(64 * 1024))).statusCode(413);
        create("{\"url\":\"%s\",\"unknown\":\"%s\"}".formatted(URL, "x".repeat(60 * 1024))).statusCode(200);
    }

    @Test
    void ownerHasAtMostSixteen() {
        for (int number = 0; number < WebhookEndpoints.LIMIT; number++) {
            createId();
        }

        create("{\"url\":\"%s\"}".formatted(URL)).statusCode(409).body(at("error.code", equalTo("conflict")));
        String one = Json.of(as(key).get(PATH).then().body(at("data", hasSize(WebhookEndpoints.LIMIT))).extract())
                .get("data[0].id");
        as(key).delete(PATH + "/" + one).then().statusCode(200);
        createId();
    }

    @Test
    void updateChangesOnlyWhatIsSent() {
        String id = createId();

        patch(id, "{\"events\":[\"video.completed\"]}").statusCode(200).body(at("events", contains("video.completed")))
                .body(at("url", equalTo(URL))).body(at("status", equalTo("enabled"))).body(at("$", not(hasKey("secret"))));
        patch(id, "{\"status\":\"disabled\"}").statusCode(200).body(at("status", equalTo("disabled")))
                .body(at("disabled_reason", equalTo("owner"))).body(at("events", contains("video.completed")));
        patch(id, "{\"url\":\"https://hooks.example/other\",\"description\":\"d\"}").statusCode(200)
                .body(at("url", equalTo("https://hooks.example/other"))).body(at("status", equalTo("disabled")));
        patch(id, "{\"status\":\"enabled\",\"events\":null}").statusCode(200).body(at("status", equalTo("enabled")))
                .body(at("disabled_reason", nullValue())).body(at("events", contains(ALL)))
                .body(at("description", equalTo("d")));
    }

    @Test
    void invalidUpdateChangesNothing() {
        String id = createId();

        patch(id, "{\"status\":\"paused\"}").statusCode(400).body(at("error.param", equalTo("status")));
        patch(id, "{\"status\":null}").statusCode(400).body(at("error.param", equalTo("status")));
        patch(id, "{\"url\":\"nowhere\",\"status\":\"disabled\"}").statusCode(400).body(at("error.param", equalTo("url")));
        as(key).get(PATH + "/" + id).then().body(at("status", equalTo("enabled"))).body(at("url", equalTo(URL)));
    }

    @Test
    void rotationShowsAnotherSecret() {
        String first = Json.of(create("{\"url\":\"%s\"}".formatted(URL)).extract()).get("secret");
        String id = Json.of(as(key).get(PATH).then().extract()).get("data[0].id");

        String second = Json
                .of(as(key).post(PATH + "/" + id + "/rotate_secret").then().statusCode(200).body(at("id", equalTo(id)))
                        .body(at("secret", matchesPattern(SECRET))).extract())
                .get("secret");

        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void deletedEndpointIsGone() {
        String id = createId();

        as(key).delete(PATH + "/" + id).then().statusCode(200).body(at("id", equalTo(id)))
                .body(at("object", equalTo("webhook_endpoint.deleted"))).body(at("deleted", equalTo(true)));

        as(key).delete(PATH + "/" + id).then().statusCode(404);
        as(key).get(PATH).then().body(at("data", empty()));
    }

    @TestFactory
    Stream<DynamicTest> foreignAndMalformedIdsAre404() {
        String foreign = createId();
        String other = freshKey();
        return Stream.of(foreign, UNKNOWN, "we_1", "%00", "wd_00000000000000000000000000000000")
                .flatMap(id -> Stream.of("GET ", "PATCH ", "DELETE ", "POST /rotate_secret", "POST /test", "GET /deliveries",
                        "POST /replay?since=0").map(call -> DynamicTest.dynamicTest(call + " " + id, () -> {
                            String[] parts = call.split(" ", 2);
                            as(other).urlEncodingEnabled(false).contentType(ContentType.JSON).body("{}")
                                    .request(parts[0], PATH + "/" + id + parts[1]).then().statusCode(404);
                        })));
    }

    @Test
    void foreignAndMalformedDeliveriesAre404() {
        String id = createId();
        String delivery = Json.of(as(key).post(PATH + "/" + id + "/test").then().statusCode(200).extract()).get("id");

        as(freshKey()).post("/v1/webhook_deliveries/" + delivery + "/retry").then().statusCode(404);
        as(key).post("/v1/webhook_deliveries/wd_1/retry").then().statusCode(404);
        as(key).get(PATH + "/" + id + "/deliveries?after=wd_00000000000000000000000000000000").then().statusCode(404);
    }

    @Test
    void deliveriesOfAVideoNeedItsId() {
        String path = "/v1/webhook_deliveries";

        as(key).get(path).then().statusCode(400).body(at("error.param", equalTo("video_id")));
        as(key).get(path + "?video_id=video_1").then().statusCode(404);
        String unknown = path + "?video_id=video_00000000000000000000000000000000";
        as(key).get(unknown).then().statusCode(200).body(at("data", empty())).body(at("has_more", equalTo(false)));
        as(key).get(unknown + "&limit=0").then().statusCode(400).body(at("error.param", equalTo("limit")));
        as(key).get(unknown + "&after=wd_1").then().statusCode(404);
    }

    @Test
    void testOfDisabledEndpointIsAConflict() {
        String id = createId();
        patch(id, "{\"status\":\"disabled\"}").statusCode(200);

        as(key).post(PATH + "/" + id + "/test").then().statusCode(409).body(at("error.code", equalTo("conflict")));
    }

    @Test
    void replayNeedsATime() {
        String replay = PATH + "/" + createId() + "/replay";

        as(key).post(replay).then().statusCode(400).body(at("error.param", equalTo("since")));
        as(key).post(replay + "?since=yesterday").then().statusCode(400).body(at("error.param", equalTo("since")));
        as(key).post(replay + "?since=2026-01-31T12:00:00Z").then().statusCode(200).body(at("replayed", equalTo(0)));
    }

    @Test
    void secretOfOwnerStaysTheSame() {
        String secret = Json
                .of(as(key).get("/v1/webhook_secret").then().statusCode(200).body(at("secret", startsWith("whsec_"))).extract())
                .get("secret");

        as(key).get("/v1/webhook_secret").then().body(at("secret", equalTo(secret)));
        as(freshKey()).get("/v1/webhook_secret").then().body(at("secret", not(equalTo(secret))));
    }

    private String createId() {
        return Json.of(create("{\"url\":\"%s\"}".formatted(URL)).statusCode(200).extract()).get("id");
    }

    private ValidatableResponse create(String body) {
        return as(key).contentType(ContentType.JSON).body(body).post(PATH).then();
    }

    private ValidatableResponse patch(String id, String body) {
        return as(key).contentType(ContentType.JSON).body(body).patch(PATH + "/" + id).then();
    }
}
