package dev.reelay.testing;

import static dev.reelay.testing.Waits.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.restassured.builder.MultiPartSpecBuilder;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;

/** Calls of the API for tests. */
public final class Api {

    private Api() {
    }

    public static RequestSpecification as(String key) {
        return given().header("Authorization", key);
    }

    /** Returns a form with valid parameters. */
    public static RequestSpecification form(String key, String prompt) {
        return text(text(text(text(as(key), "prompt", prompt), "model", "sora-2"), "size", "1280x720"), "seconds", "10");
    }

    /** Returns a text field in UTF-8, as the clients of the contract send it. */
    public static RequestSpecification text(RequestSpecification request, String name, String value) {
        return request.multiPart(new MultiPartSpecBuilder(value.getBytes(StandardCharsets.UTF_8))
                .controlName(name).emptyFileName().mimeType("text/plain").charset(StandardCharsets.UTF_8).build());
    }

    /** Creates a video and returns its id. */
    public static String create(String key, String prompt) {
        JsonObject video = json(form(key, prompt).post("/v1/videos"));
        assertThat(video.getString("status")).isEqualTo("submitted");
        return video.getString("id");
    }

    /** Returns the video as its owner reads it. */
    public static JsonObject get(String key, String id) {
        return json(as(key).get("/v1/videos/" + id));
    }

    /**
     * Returns the body of a successful response. A test that asks often reads JSON this way: REST Assured compiles a Groovy
     * class for each path that it evaluates, which takes longer than the request.
     */
    public static JsonObject json(Response response) {
        return new JsonObject(response.then().statusCode(200).extract().asString());
    }

    /** Waits until the video is terminal, and expects this status. */
    public static JsonObject awaitEnd(String key, String id, String status) {
        JsonObject video = await().until(() -> get(key, id),
                it -> List.of("completed", "failed").contains(it.getString("status")));
        if (!video.getString("status").equals(status)) {
            throw new AssertionError("Expected " + status + " but got " + video.encodePrettily());
        }
        return video;
    }
}
