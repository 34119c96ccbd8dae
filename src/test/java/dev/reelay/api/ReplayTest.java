package dev.reelay.api;

import static dev.reelay.api.LimitsTest.parallel;
import static dev.reelay.testing.Api.awaitEnd;
import static dev.reelay.testing.Api.form;
import static dev.reelay.testing.Json.at;
import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.TestDatabase.BOB;
import static dev.reelay.upstream.FaultUpstream.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

import dev.reelay.testing.Api;
import dev.reelay.testing.Json;
import dev.reelay.upstream.FaultyUpstreamProfile;

/** Checks that repeated creates return the first video. */
@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class ReplayTest {
    private final String prompt = "prompt " + UUID.randomUUID();
    private final String key = UUID.randomUUID().toString();

    @Test
    void sameKeyAndRequestReturnSameVideo() {
        String id = Json.of(keyed(ALICE, prompt).post("/v1/videos").then().statusCode(200)
                .header("Idempotent-Replayed", nullValue()).extract()).get("id");
        keyed(ALICE, prompt).post("/v1/videos").then().statusCode(200).header("Idempotent-Replayed", "true")
                .body(at("id", equalTo(id)));
        awaitEnd(ALICE, id, "completed");

        Creates.body(Creates.json().put("prompt", prompt).encode(), Api.as(ALICE).header("Idempotency-Key", key))
                .post("/v1/videos").then().statusCode(200).header("Idempotent-Replayed", "true")
                .body(at("id", equalTo(id))).body(at("status", equalTo("completed")));
        assertThat(script(prompt).creates()).containsExactly(id);
    }

    @Test
    void sameKeyWithDifferentRequestReturns422() {
        keyed(ALICE, prompt).post("/v1/videos").then().statusCode(200);

        for (RequestSpecification other : List.of(keyed(ALICE, prompt + "!"), withImage(keyed(ALICE, prompt), 9),
                Creates.formWith("size", "720x1280", Api.as(ALICE).header("Idempotency-Key", key)))) {
            other.post("/v1/videos").then().statusCode(422).header("x-should-retry", "false")
                    .body(at("error.code", equalTo("idempotency_mismatch")));
        }
    }

    @Test
    void sameKeyComparesImagesByBytes() {
        String id = Json.of(withImage(keyed(ALICE, prompt), 9).post("/v1/videos").then().statusCode(200).extract()).get("id");

        withImage(keyed(ALICE, prompt), 9).post("/v1/videos").then().statusCode(200).body(at("id", equalTo(id)));
        Creates.body(Creates.json().put("prompt", prompt).put("input_reference", Creates.dataUrl(Creates.png(9))).encode(),
                Api.as(ALICE).header("Idempotency-Key", key)).post("/v1/videos").then().statusCode(200)
                .body(at("id", equalTo(id)));
        withImage(keyed(ALICE, prompt), 10).post("/v1/videos").then().statusCode(422);
        keyed(ALICE, prompt).post("/v1/videos").then().statusCode(422);
    }

    @Test
    void sameKeyOfAnotherOwnerCreatesAnotherVideo() {
        String id = Json.of(keyed(ALICE, prompt).post("/v1/videos").then().extract()).get("id");

        keyed(BOB, prompt + " of Bob").post("/v1/videos").then().statusCode(200).header("Idempotent-Replayed", nullValue())
                .body(at("id", not(equalTo(id))));
    }

    @Test
    void keyOf255CharactersIsAccepted() {
        for (int i = 0; i < 2; i++) {
            form(ALICE, prompt).header("Idempotency-Key", (key + "é%'\"\\;").repeat(9).substring(0, 255)).post("/v1/videos")
                    .then()
                    .statusCode(200);
        }
        assertThat(script(prompt).creates()).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void twentyConcurrentCreatesWithSameKeyMakeOneVideo() throws Exception {
        List<Response> answers = parallel(20, () -> withImage(keyed(ALICE, prompt), 100_000).post("/v1/videos"));

        assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isIn(200, 409));
        assertThat(answers).filteredOn(answer -> answer.statusCode() == 200 && answer.header("Idempotent-Replayed") == null)
                .hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.statusCode() == 409).allSatisfy(conflict -> conflict.then()
                .body(at("error.code", equalTo("conflict"))).header("Retry-After", "1").header("retry-after-ms", "1000")
                .header("x-should-retry", nullValue()));
        List<String> ids = answers.stream().filter(answer -> answer.statusCode() == 200)
                .map(answer -> answer.<String> path("id")).distinct().toList();
        assertThat(ids).hasSize(1);
        awaitEnd(ALICE, ids.get(0), "completed");
        assertThat(script(prompt).creates()).isEqualTo(ids);
    }

    @Test
    void sdkRetryWithoutKeyReturnsFirstVideo() {
        String id = Json.of(counted("0").then().header("Idempotent-Replayed", nullValue()).extract()).get("id");

        counted("1").then().statusCode(200).header("Idempotent-Replayed", "true").body(at("id", equalTo(id)));
        counted("2").then().statusCode(200).header("Idempotent-Replayed", "true").body(at("id", equalTo(id)));
        counted("0").then().statusCode(200).header("Idempotent-Replayed", nullValue()).body(at("id", not(equalTo(id))));
        counted("nonsense").then().statusCode(200).header("Idempotent-Replayed", nullValue());
        form(BOB, prompt).header("X-Stainless-Retry-Count", "1").post("/v1/videos").then().statusCode(200)
                .header("Idempotent-Replayed", nullValue());
    }

    private Response counted(String count) {
        return form(ALICE, prompt).header("X-Stainless-Retry-Count", count).post("/v1/videos");
    }

    private RequestSpecification keyed(String caller, String words) {
        return form(caller, words).header("Idempotency-Key", key);
    }

    private static RequestSpecification withImage(RequestSpecification request, int size) {
        return request.multiPart("input_reference", "a.png", Creates.png(size), "image/png");
    }
}
