package dev.reelay.testing;

import static dev.reelay.testing.Waits.await;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import java.nio.charset.StandardCharsets;

import io.restassured.builder.MultiPartSpecBuilder;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;

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
        return form(key, prompt).post("/v1/videos").then().statusCode(200).body("status", equalTo("submitted"))
                .extract().path("id");
    }

    public static JsonPath get(String key, String id) {
        return as(key).get("/v1/videos/" + id).then().statusCode(200).extract().jsonPath();
    }

    /** Waits until the video is terminal, and expects this status. */
    public static JsonPath awaitEnd(String key, String id, String status) {
        await().until(() -> get(key, id).getString("status"), word -> word.equals("completed") || word.equals("failed"));
        JsonPath video = get(key, id);
        if (!video.getString("status").equals(status)) {
            throw new AssertionError("Expected " + status + " but got " + video.prettify());
        }
        return video;
    }
}
