package dev.reelay.sandbox;

import static dev.reelay.testing.Api.json;
import static dev.reelay.testing.Waits.await;
import static io.restassured.RestAssured.given;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.restassured.builder.MultiPartSpecBuilder;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

import dev.reelay.testing.Json;

/** Calls the endpoints of the sandbox. */
final class SandboxCalls {
    static final String VIDEOS = "/sandbox/v1/videos";

    private static final Map<String, String> IDS = new ConcurrentHashMap<>();

    private SandboxCalls() {
    }

    static RequestSpecification authorized() {
        return given().header("Authorization", "sk-sandbox");
    }

    static RequestSpecification form(String prompt, String size, String seconds) {
        return authorized()
                .multiPart(new MultiPartSpecBuilder(prompt).controlName("prompt").charset(StandardCharsets.UTF_8).build())
                .multiPart("model", "sora-2").multiPart("size", size).multiPart("seconds", seconds);
    }

    static Response create(String prompt) {
        return form(prompt, "1280x720", "10").post(VIDEOS);
    }

    static String id(Response created) {
        return Json.of(created.then().statusCode(200).extract()).get("id");
    }

    static Response get(String id) {
        return authorized().get(VIDEOS + "/" + id);
    }

    static String awaitStatus(String status, String id) {
        await().until(() -> json(get(id)).getString("status").equals(status));
        return id;
    }

    /** Returns the id of a completed video of this prompt. All tests share it, because a render is slow. */
    static String completed(String prompt) {
        return awaitStatus("completed", IDS.computeIfAbsent(prompt, text -> id(create(text))));
    }

    static Response content(String id) {
        return authorized().get(VIDEOS + "/" + id + "/content");
    }

    static Path download(String id, Path folder) throws IOException {
        return Files.write(folder.resolve(id), content(id).then().statusCode(200).extract().asByteArray());
    }
}
