package dev.reelay.api;

import static dev.reelay.testing.Api.as;
import static dev.reelay.testing.Api.create;
import static dev.reelay.testing.Api.form;
import static dev.reelay.testing.Json.at;
import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.TestDatabase.BOB;
import static dev.reelay.testing.TestDatabase.freshKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;

import dev.reelay.testing.Json;
import dev.reelay.testing.TestDatabase;

/** Checks that a client sees its own videos only, and the format of responses. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class OwnersTest {
    private static final String STALLED = "[stall] a dog";
    private static final String NOBODYS = "video_" + "0".repeat(32);

    private final String key = freshKey();

    @ParameterizedTest
    @CsvSource({ "GET,/v1/videos/{id}", "GET,/v1/videos/{id}/content", "GET,/v1/videos/{id}/content?wait=1",
            "GET,/v1/videos/{id}/events", "DELETE,/v1/videos/{id}", "POST,/v1/videos/{id}/cancel",
            "POST,/v1/videos/{id}/tickets", "GET,/v1/videos?after={id}" })
    void foreignVideoReturnsTheSame404AsUnknownVideo(String method, String path) {
        String id = create(ALICE, STALLED);

        Response foreign = as(BOB).request(method, path.replace("{id}", id));
        Response none = as(BOB).request(method, path.replace("{id}", NOBODYS));

        foreign.then().statusCode(404).body(at("error.code", equalTo("not_found")));
        assertThat(foreign.asString().replace(id, NOBODYS)).isEqualTo(none.asString());
        assertThat(foreign.headers().asList()).extracting(header -> header.getName())
                .isEqualTo(none.headers().asList().stream().map(header -> header.getName()).toList());
        as(ALICE).get("/v1/videos/" + id).then().statusCode(200);
    }

    @Test
    void listIsPagedInBothDirections() {
        as(key).get("/v1/videos").then().statusCode(200).body(at("object", equalTo("list"))).body(at("data", hasSize(0)))
                .body(at("first_id", nullValue())).body(at("last_id", nullValue())).body(at("has_more", equalTo(false)));
        List<String> oldestFirst = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            oldestFirst.add(create(key, STALLED));
        }
        List<String> newestFirst = new ArrayList<>(oldestFirst);
        Collections.reverse(newestFirst);

        assertThat(pages("limit=3")).containsExactly(newestFirst.subList(0, 3), newestFirst.subList(3, 6),
                newestFirst.subList(6, 7));
        assertThat(pages("limit=3&order=asc")).containsExactly(oldestFirst.subList(0, 3), oldestFirst.subList(3, 6),
                oldestFirst.subList(6, 7));
        assertThat(pages("limit=7&order=desc")).containsExactly(newestFirst);
        as(key).get("/v1/videos").then().body(at("data.id", equalTo(newestFirst))).body(at("has_more", equalTo(false)))
                .body(at("data[0].status", not(equalTo("queued")))).body(at("data[0].prompt", equalTo(STALLED)));
        as(key).get("/v1/videos?limit=5&after=" + oldestFirst.get(0)).then().statusCode(200).body(at("data", hasSize(0)))
                .body(at("has_more", equalTo(false)));
        as(key).header("Reelay-Dialect", "openai").get("/v1/videos?limit=1").then().body(at("data.object", contains("video")));
    }

    @ParameterizedTest
    @ValueSource(strings = { "GET,/v1/videos/none", "GET,/unknown", "POST,/v1/videos", "GET,/v1/videos" })
    void everyResponseHasRequestId(String request) {
        String[] words = request.split(",");
        as(ALICE).request(words[0], words[1]).then().header("x-request-id", startsWith("req_"));
        as(ALICE).header("X-Request-Id", "mine-1.2_3").request(words[0], words[1]).then().header("x-request-id", "mine-1.2_3");
        as(ALICE).header("X-Request-Id", "<script>").request(words[0], words[1]).then().header("x-request-id",
                startsWith("req_"));
        as(ALICE).header("X-Request-Id", "x".repeat(129)).request(words[0], words[1]).then()
                .header("x-request-id", startsWith("req_"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "Reelay-Dialect: openai", "Reelay-Dialect: OpenAI", "X-Stainless-Lang: python",
            "x-stainless-retry-count: 0" })
    void openAiHeadersSelectOpenAiFormat(String header) {
        String[] said = header.split(": ");
        Json video = Json.of(form(ALICE, STALLED).header(said[0], said[1]).post("/v1/videos").then().statusCode(200)
                .body(at("status", equalTo("queued"))).header("openai-poll-after-ms", "1000").extract());

        assertThat(video.getMap("")).containsKeys("id", "object", "model", "status", "progress", "created_at",
                "completed_at", "expires_at", "prompt", "size", "seconds", "remixed_from_video_id", "error");
        assertThat(video.getString("object")).isEqualTo("video");
        assertThat(video.getMap("")).containsEntry("error", null).containsEntry("completed_at", null);
        Json cancelled = Json.of(as(ALICE).header(said[0], said[1]).post("/v1/videos/" + video.getString("id") + "/cancel")
                .then().statusCode(200).extract());
        assertThat(cancelled.getMap("error")).containsOnlyKeys("code", "message").containsEntry("code", "cancelled");
    }

    @Test
    void manualDialectSelectsBaseFormatForSdk() {
        String id = Json.of(form(ALICE, STALLED).header("Reelay-Dialect", "manual").header("X-Stainless-Lang", "js")
                .post("/v1/videos")
                .then().statusCode(200).body(at("status", equalTo("submitted"))).body(at("object", nullValue())).extract())
                .get("id");
        as(ALICE).post("/v1/videos/" + id + "/cancel").then().body(at("error", startsWith("Cancelled by its owner")));
    }

    @Test
    void jsonAndDataUrlsCreateVideos() {
        byte[] image = Creates.png(100);
        for (Object reference : List.of(Creates.dataUrl(image), Map.of("image_url", Creates.dataUrl(image)))) {
            Creates.jsonWith("input_reference", reference, as(ALICE)).post("/v1/videos").then().statusCode(200);
        }
        Creates.jsonWith("seconds", 10, as(ALICE)).post("/v1/videos").then().statusCode(200).body(at("seconds", equalTo("10")));
        Creates.jsonWith("input_reference", null, as(ALICE)).post("/v1/videos").then().statusCode(200);
        Creates.formWith("input_reference[image_url]", Creates.dataUrl(image), as(ALICE)).post("/v1/videos").then()
                .statusCode(200);
        Creates.jsonWith("input_reference", Creates.dataUrl(Creates.png(9_900_000)), as(ALICE)).post("/v1/videos").then()
                .statusCode(200);
        Creates.formWith("input_reference[image_url]", Creates.dataUrl(Creates.png(9_900_000)), as(ALICE)).post("/v1/videos")
                .then()
                .statusCode(200);
    }

    private List<List<String>> pages(String query) {
        List<List<String>> pages = new ArrayList<>();
        String after = "";
        for (boolean more = true; more;) {
            Json page = Json.of(as(key).get("/v1/videos?" + query + after).then().statusCode(200).extract());
            List<String> ids = page.getList("data.id");
            assertThat(page.getString("first_id")).isEqualTo(ids.get(0));
            assertThat(page.getString("last_id")).isEqualTo(ids.get(ids.size() - 1));
            pages.add(ids);
            after = "&after=" + page.getString("last_id");
            more = page.getBoolean("has_more");
        }
        return pages;
    }
}
