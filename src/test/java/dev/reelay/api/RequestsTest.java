package dev.reelay.api;

import static dev.reelay.testing.Api.as;
import static dev.reelay.testing.Api.create;
import static dev.reelay.testing.Api.form;
import static dev.reelay.testing.Api.text;
import static dev.reelay.testing.Json.at;
import static dev.reelay.testing.TestDatabase.ALICE;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;

import dev.reelay.testing.TestDatabase;

/** Checks the validation of requests, which needs no upstream. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class RequestsTest {
    private static final Map<String, String> VALID = Map.of("prompt", "[stall] a dog", "model", "sora-2", "size", "1280x720",
            "seconds", "10");

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = { "prompt,-", "model,-", "size,-", "seconds,-", "prompt,''", "model,''",
            "model,sora-1", "size,1920x1080", "seconds,11", "size,1280X720" })
    void invalidParameterReturns400WithItsName(String param, String value) {
        RequestSpecification request = as(ALICE);
        List<String> names = new ArrayList<>(VALID.keySet());
        for (String name : names) {
            String given = name.equals(param) ? value : VALID.get(name);
            request = given == null ? request : text(request, name, given);
        }

        request.multiPart("unrelated", "field").post("/v1/videos").then().statusCode(400)
                .contentType("application/json")
                .body(at("error.code", equalTo("invalid_request")))
                .body(at("error.type", equalTo("invalid_request_error")))
                .body(at("error.param", equalTo(param)))
                .body(at("error.message", startsWith(value == null || value.isEmpty() ? "Missing required parameter: " + param
                        : "Invalid value for parameter: " + param)));
    }

    @ParameterizedTest
    @ValueSource(strings = { "a", "猫", "🦊" })
    void promptOf1000CharactersReturns400(String character) {
        form(ALICE, "[stall]" + character.repeat(992)).post("/v1/videos").then().statusCode(200);
        form(ALICE, "[stall]" + character.repeat(993)).post("/v1/videos").then().statusCode(400)
                .body(at("error.param", equalTo("prompt")));
    }

    @Test
    void imageBelowTenMegabytesWithLongPromptIsAccepted() {
        form(ALICE, "[stall]" + "猫".repeat(992)).multiPart("input_reference", "a.png", png(9_900_000), "image/png")
                .post("/v1/videos").then().statusCode(200);
    }

    @Test
    void imageOneByteBelowTheLimitIsAcceptedInEachForm() {
        byte[] image = png(10 * 1024 * 1024 - 1);

        form(ALICE, "[stall]").multiPart("input_reference", "a.png", image, "image/png").post("/v1/videos").then()
                .statusCode(200);
        Creates.formWith("input_reference", Creates.dataUrl(image), as(ALICE)).post("/v1/videos").then().statusCode(200);
        Creates.jsonWith("input_reference", Map.of("image_url", Creates.dataUrl(image)), as(ALICE)).post("/v1/videos").then()
                .statusCode(200);
    }

    @Test
    void imageOfTenMegabytesReturns400() {
        form(ALICE, "[stall]").multiPart("input_reference", "a.png", png(10 * 1024 * 1024), "image/png")
                .post("/v1/videos").then().statusCode(400)
                .body(at("error.param", equalTo("input_reference")))
                .body(at("error.message", equalTo("Parameter input_reference is too large: it must be under 10 MB")));
    }

    @Test
    void imageTypeIsDetectedFromBytes() {
        form(ALICE, "[stall]").multiPart("input_reference", "a.txt", png(100), "text/plain")
                .post("/v1/videos").then().statusCode(200);
        form(ALICE, "[stall]").multiPart("input_reference", "a.png", "GIF89a".getBytes(), "image/png")
                .post("/v1/videos").then().statusCode(400)
                .body(at("error.param", equalTo("input_reference")));
        form(ALICE, "[stall]").multiPart("input_reference", "empty.png", new byte[0], "image/png")
                .post("/v1/videos").then().statusCode(400)
                .body(at("error.param", equalTo("input_reference")));
    }

    @ParameterizedTest
    @ValueSource(strings = { "sk-alice", "Bearer sk-alice", "bearer sk-alice" })
    void keyIsAcceptedWithAndWithoutBearer(String authorization) {
        given().header("Authorization", authorization).get("/v1/videos/video_unknown").then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = { "sk-wrong", "Bearer", "Basic c2stYWxpY2U6", " " })
    void missingOrInvalidKeyReturns401(String authorization) {
        String id = create(ALICE, "[stall]");
        for (String path : List.of("/v1/videos/" + id, "/v1/videos/" + id + "/content", "/v1/videos/" + id + "/events",
                "/v1/unknown")) {
            given().header("Authorization", authorization).get(path).then().statusCode(401)
                    .contentType("application/json")
                    .body(at("error.code", equalTo("authentication_error")))
                    .body(at("error.param", nullValue()));
            given().get(path).then().statusCode(401);
        }
        given().multiPart("prompt", "x").post("/v1/videos").then().statusCode(401);
    }

    static Stream<Arguments> unknownThings() {
        return Stream.of("/v1/videos/video_unknown", "/v1/videos/video_unknown/content", "/v1/videos/video_unknown/events",
                "/v1/videos/%00", "/v1/unknown").map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("unknownThings")
    void unknownPathOrVideoReturns404(String path) {
        as(ALICE).urlEncodingEnabled(false).get(path).then().statusCode(404).contentType("application/json")
                .body(at("error.code", equalTo("not_found")));
    }

    @Test
    void contentOfRunningVideoReturns400() {
        as(ALICE).get("/v1/videos/" + create(ALICE, "[stall]") + "/content").then().statusCode(400)
                .contentType("application/json")
                .body(at("error.code", equalTo("invalid_request")));
    }

    private static byte[] png(int size) {
        byte[] bytes = new byte[size];
        System.arraycopy(new byte[] { (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' }, 0, bytes, 0, 8);
        return bytes;
    }
}
