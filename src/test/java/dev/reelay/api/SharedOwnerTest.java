package dev.reelay.api;

import static dev.reelay.testing.Api.as;
import static dev.reelay.testing.Api.create;
import static dev.reelay.testing.Api.form;
import static dev.reelay.testing.Json.at;
import static dev.reelay.testing.TestDatabase.BOB;
import static dev.reelay.testing.TestDatabase.RENAMED;
import static dev.reelay.testing.TestDatabase.TEAM;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import java.net.URI;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;

import dev.reelay.testing.EventReader;
import dev.reelay.testing.Json;
import dev.reelay.testing.TestDatabase;

/** Checks that keys of one owner share its videos, so that a key can be renamed, and that other owners see none of them. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class SharedOwnerTest {
    private static final String STALLED = "[stall] a dog";

    @TestHTTPResource("/v1/videos/events")
    URI events;

    @Test
    void renamedKeyReadsListsAndCancelsVideosOfItsOwner() {
        String id = create(TEAM, STALLED);

        as(RENAMED).get("/v1/videos/" + id).then().statusCode(200).body(at("id", equalTo(id)));
        as(RENAMED).get("/v1/videos").then().statusCode(200).body(at("data.id", hasItem(id)));
        as(RENAMED).get("/v1/videos?after=" + id).then().statusCode(200);
        as(RENAMED).post("/v1/videos/" + id + "/cancel").then().statusCode(200);
        as(RENAMED).delete("/v1/videos/" + id).then().statusCode(200);
        as(TEAM).get("/v1/videos/" + id).then().statusCode(404);
    }

    @Test
    void idempotencyKeyFindsVideoOfOtherKeyOfItsOwner() {
        String repeated = UUID.randomUUID().toString();
        String id = Json
                .of(form(TEAM, STALLED).header("Idempotency-Key", repeated).post("/v1/videos").then().statusCode(200).extract())
                .get("id");

        form(RENAMED, STALLED).header("Idempotency-Key", repeated).post("/v1/videos").then().statusCode(200)
                .header("Idempotent-Replayed", equalTo("true")).body(at("id", equalTo(id)));
    }

    @Test
    void eventsOfOwnerIncludeVideosOfItsOtherKeys() throws Exception {
        String id = create(TEAM, STALLED);

        try (EventReader reader = EventReader.follow(events, RENAMED)) {
            assertThat(reader.next().orElseThrow().video().getString("id")).isNotNull();
            String later = create(TEAM, STALLED);
            String seen;
            do {
                seen = reader.next().orElseThrow().video().getString("id");
            } while (!seen.equals(later));
        }
        as(TEAM).post("/v1/videos/" + id + "/cancel").then().statusCode(200);
    }

    @Test
    void ticketOfOneKeyReadsVideoOfOther() {
        String id = create(TEAM, STALLED);
        as(TEAM).post("/v1/videos/" + id + "/cancel").then().statusCode(200);
        String url = Json.of(as(RENAMED).post("/v1/videos/" + id + "/tickets").then().statusCode(200).extract())
                .get("events_url");

        assertThat(given().urlEncodingEnabled(false).get(url).then().statusCode(200).extract().asString())
                .contains("event: failed");
    }

    @Test
    void otherOwnerGets404ForVideosOfRenamedKey() {
        String id = create(RENAMED, STALLED);

        for (String path : List.of("/v1/videos/" + id, "/v1/videos/" + id + "/content", "/v1/videos/" + id + "/events",
                "/v1/videos?after=" + id)) {
            as(BOB).get(path).then().statusCode(404);
        }
        as(BOB).post("/v1/videos/" + id + "/cancel").then().statusCode(404);
        as(BOB).post("/v1/videos/" + id + "/tickets").then().statusCode(404);
        as(BOB).delete("/v1/videos/" + id).then().statusCode(404);
    }
}
