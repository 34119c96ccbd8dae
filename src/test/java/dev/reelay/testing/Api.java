package dev.reelay.testing;

import static dev.reelay.testing.Waits.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.restassured.RestAssured;
import io.restassured.builder.MultiPartSpecBuilder;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.buffer.Buffer;
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

    /** Returns the video as its owner reads it. Not with REST Assured, whose requests take many times the processor time. */
    public static JsonObject get(String key, String id) {
        URI base = URI.create(RestAssured.baseURI);
        try {
            URL url = URI.create("%s://%s:%d/v1/videos/%s".formatted(base.getScheme(), base.getHost(), RestAssured.port, id))
                    .toURL();
            HttpURLConnection request = (HttpURLConnection) url.openConnection();
            request.setRequestProperty("Authorization", key);
            request.setRequestProperty("Accept", "*/*");
            request.setRequestProperty("Connection", "close"); // a program that is killed leaves no connection for the next one
            assertThat(request.getResponseCode()).as("%s with key %s", url, key).isEqualTo(200);
            try (InputStream body = request.getInputStream()) {
                return new JsonObject(Buffer.buffer(body.readAllBytes()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
