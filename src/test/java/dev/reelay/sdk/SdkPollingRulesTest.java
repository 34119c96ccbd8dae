package dev.reelay.sdk;

import static dev.reelay.testing.Api.create;
import static dev.reelay.testing.Api.form;
import static dev.reelay.testing.Api.json;
import static dev.reelay.testing.Api.text;
import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.Waits.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;

import dev.reelay.testing.Api;
import dev.reelay.testing.TestDatabase;

/** Applies the rules of the poll helpers in OpenAI's libraries for Python and Go to real videos. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class SdkPollingRulesTest {
    private static final List<String> REQUIRED = List.of("id", "object", "model", "status", "progress", "created_at",
            "completed_at", "expires_at", "prompt", "size", "seconds", "remixed_from_video_id", "error");

    /** How each of them treats a status and a wait. */
    private enum Library {
        PYTHON("python", Duration.ofDays(1)) {
            @Override
            boolean isOpen(String status) {
                return Set.of("in_progress", "queued").contains(status);
            }
        },
        GO("go", Duration.ofSeconds(8)) {
            @Override
            boolean isOpen(String status) {
                return switch (status) {
                    case "in_progress", "queued" -> true;
                    case "completed", "failed" -> false;
                    default -> throw new AssertionError("invalid VideoStatus: received " + status);
                };
            }
        };

        private final String lang;
        private final Duration longestWait;

        Library(String lang, Duration longestWait) {
            this.lang = lang;
            this.longestWait = longestWait;
        }

        abstract boolean isOpen(String status);

        RequestSpecification request() {
            return asSdk(lang).header("X-Stainless-Poll-Helper", "true").header("Authorization", "Bearer " + ALICE);
        }

        /** As {@code poll}: without the header both would ask once a second. */
        Duration waitAfter(Response answer) {
            String told = answer.header("openai-poll-after-ms");
            Duration wait = told == null ? Duration.ofSeconds(1) : Duration.ofMillis(Long.parseLong(told));
            return wait.compareTo(longestWait) > 0 ? longestWait : wait;
        }
    }

    @ParameterizedTest
    @EnumSource
    void pollHelperReturnsACompletedVideo(Library library) {
        Response last = poll(library, createAs(library, "a lighthouse, for " + library.lang));

        assertThat(json(last).getString("status")).isEqualTo("completed");
        assertThat(json(last).getLong("completed_at")).isPositive();
        assertThat(last.header("openai-poll-after-ms")).isNull();
        library.request().get("/v1/videos/" + json(last).getString("id") + "/content").then().statusCode(200);
    }

    @ParameterizedTest
    @EnumSource
    void pollHelperReturnsAFailedVideo(Library library) {
        Response last = poll(library, createAs(library, "[fail:content_policy_violation][slow:1ms] x"));

        assertThat(json(last).getString("status")).isEqualTo("failed");
        assertThat(json(last).getJsonObject("error").getMap())
                .containsOnly(Map.entry("code", "content_policy_violation"),
                        Map.entry("message", "Content policy violation"));
    }

    @Test
    void requiredFieldsArePresentInEachStatus() {
        String open = create(ALICE, "[stall] x");
        String failed = create(ALICE, "[fail:x][slow:1ms] x");
        Response created = form(ALICE, "[stall] another").header("X-Stainless-Lang", "python").post("/v1/videos");
        Api.awaitEnd(ALICE, failed, "failed");

        assertComplete(json(created));
        Stream.of(open, failed).forEach(id -> assertComplete(video(id)));
        assertThat(video(failed).getJsonObject("error").getMap()).containsOnlyKeys("code", "message");
        for (String id : List.of(open, json(created).getString("id"))) {
            assertComplete(json(asSdk("go").header("Authorization", ALICE).post("/v1/videos/" + id + "/cancel")));
            assertComplete(video(id));
        }
        assertThat(json(asSdk("go").header("Authorization", ALICE).get("/v1/videos?limit=100")).getJsonArray("data"))
                .allSatisfy(video -> assertThat(((JsonObject) video).getMap()).containsKeys(REQUIRED.toArray(String[]::new)));
    }

    private static String createAs(Library library, String prompt) {
        RequestSpecification request = library.request();
        for (String[] field : new String[][] { { "prompt", prompt }, { "model", "sora-2" }, { "size", "1280x720" },
                { "seconds", "10" } }) {
            request = text(request, field[0], field[1]);
        }
        Response created = request.post("/v1/videos");
        assertThat(library.isOpen(json(created).getString("status"))).isTrue();
        return json(created).getString("id");
    }

    private static Response poll(Library library, String id) {
        AtomicReference<Duration> wait = new AtomicReference<>();
        return await().pollInterval((polls, last) -> wait.get()).until(() -> {
            Response answer = library.request().get("/v1/videos/" + id);
            assertComplete(json(answer));
            wait.set(library.waitAfter(answer));
            return answer;
        }, answer -> !library.isOpen(json(answer).getString("status")));
    }

    private static JsonObject video(String id) {
        return json(asSdk("python").header("Authorization", ALICE).get("/v1/videos/" + id));
    }

    private static RequestSpecification asSdk(String lang) {
        return given().header("X-Stainless-Lang", lang);
    }

    private static void assertComplete(JsonObject video) {
        assertThat(video.getMap()).containsKeys(REQUIRED.toArray(String[]::new));
        assertThat(video.getString("object")).isEqualTo("video");
        assertThat(video.getString("status")).isIn("queued", "in_progress", "completed", "failed");
        for (String field : List.of("id", "model", "prompt", "size", "seconds")) {
            assertThat(video.getValue(field)).as(field).isInstanceOf(String.class);
        }
        for (String field : List.of("progress", "created_at")) {
            assertThat(video.getValue(field)).as(field).isInstanceOf(Number.class);
        }
    }
}
