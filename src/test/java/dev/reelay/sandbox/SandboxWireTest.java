package dev.reelay.sandbox;

import static dev.reelay.sandbox.SandboxCalls.VIDEOS;
import static dev.reelay.sandbox.SandboxCalls.authorized;
import static dev.reelay.sandbox.SandboxCalls.awaitStatus;
import static dev.reelay.sandbox.SandboxCalls.completed;
import static dev.reelay.sandbox.SandboxCalls.content;
import static dev.reelay.sandbox.SandboxCalls.create;
import static dev.reelay.sandbox.SandboxCalls.download;
import static dev.reelay.sandbox.SandboxCalls.form;
import static dev.reelay.sandbox.SandboxCalls.get;
import static dev.reelay.sandbox.SandboxCalls.id;
import static dev.reelay.testing.Json.at;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;

import dev.reelay.testing.Json;
import dev.reelay.testing.TestDatabase;

@QuarkusTest
@WithTestResource(TestDatabase.class)
class SandboxWireTest {
    private static final String DOG = "一只可爱的金毛犬在公园草地上追逐飞盘";

    @TempDir
    Path folder;
    @TestHTTPResource(VIDEOS)
    URI videos;
    private final SandboxConfig config;

    SandboxWireTest(SandboxConfig config) {
        this.config = config;
    }

    @Test
    void createReturnsBodyOfContract() {
        create("[stall] " + DOG).then().statusCode(200)
                .body(at("$", aMapWithSize(10))).body(at("id", startsWith("video_"))).body(at("status", is("submitted")))
                .body(at("progress", is(0))).body(at("prompt", is("[stall] " + DOG))).body(at("model", is("sora-2")))
                .body(at("size", is("1280x720"))).body(at("seconds", is("10"))).body(at("url", nullValue()))
                .body(at("completed_at", nullValue()));
    }

    @Test
    void completedVideoIsH264Clip() throws IOException {
        String id = completed(DOG);

        Json video = Json
                .of(get(id).then().body(at("progress", is(100))).body(at("url", is(videos + "/" + id + "/content"))).extract());
        assertThat(video.getLong("expires_at")).isEqualTo(video.getLong("completed_at") + 3600);
        content(id).then().contentType("video/mp4");
        JsonObject clip = Media.probe(download(id, folder));
        assertThat(clip.getString("codec_name")).isEqualTo("h264");
        assertThat(clip.getString("pix_fmt")).isEqualTo("yuv420p");
        assertThat(List.of(clip.getInteger("width"), clip.getInteger("height"))).containsExactly(1280, 720);
        assertThat(clip.getString("duration")).startsWith("10.0");
    }

    @Test
    void clipOfImageHasRequestedSizeAndLength() throws IOException {
        Path picture = Media.picture(folder.resolve("picture.png"));
        String id = id(form("its picture", "720x1280", "15")
                .multiPart("input_reference", "unnamed", Files.readAllBytes(picture)).post(VIDEOS));

        JsonObject clip = Media.probe(download(awaitStatus("completed", id), folder));
        assertThat(List.of(clip.getInteger("width"), clip.getInteger("height"))).containsExactly(720, 1280);
        assertThat(clip.getString("nb_frames")).isEqualTo("360");
    }

    @Test
    void clipDependsOnPrompt() throws IOException {
        Path first = download(completed(DOG), folder);
        Path again = download(awaitStatus("completed", id(create(DOG))), folder);
        Path other = download(completed("quiet sea"), folder);

        assertThat(again).hasSameBinaryContentAs(first);
        assertThat(Files.mismatch(first, other)).isNotEqualTo(-1);
    }

    @Test
    void equalRequestReusesClip() throws IOException {
        String first = completed(DOG);
        String again = awaitStatus("completed", id(create(DOG)));

        Path clips = config.directory().resolve("videos");
        assertThat(again).isNotEqualTo(first);
        assertThat(Files.isSameFile(clips.resolve(first + ".mp4"), clips.resolve(again + ".mp4"))).isTrue();
    }

    @Test
    void contentIsServedInRanges() {
        String id = completed(DOG);
        byte[] whole = content(id).asByteArray();

        byte[] middle = authorized().header("Range", "bytes=100-199").get(VIDEOS + "/" + id + "/content").then()
                .statusCode(206).header("Content-Range", "bytes 100-199/" + whole.length).extract().asByteArray();
        assertThat(middle).containsExactly(Arrays.copyOfRange(whole, 100, 200));
        authorized().header("Range", "bytes=" + whole.length + "-").get(VIDEOS + "/" + id + "/content").then()
                .statusCode(416).header("Content-Range", "bytes */" + whole.length);
        authorized().get(VIDEOS + "/" + id + "/content?variant=thumbnail").then().statusCode(400);
        authorized().head(VIDEOS + "/" + id + "/content").then().statusCode(200)
                .header("Content-Length", String.valueOf(whole.length));
        authorized().header("Range", "bytes=0-1").header("If-Range", "\"another\"")
                .head(VIDEOS + "/" + id + "/content").then().statusCode(200);
    }

    @Test
    void repeatedIdempotencyKeyReturnsFirstVideo() {
        String key = UUID.randomUUID().toString();
        String first = id(form("[stall] 1", "1280x720", "10").header("Idempotency-Key", key).post(VIDEOS));
        String again = id(form("[stall] 2", "1280x720", "10").header("Idempotency-Key", key).post(VIDEOS));

        assertThat(again).isEqualTo(first);
    }

    @Test
    void failedVideoHasErrorAndCode() {
        String id = awaitStatus("failed", id(create("[fail:content_policy_violation][slow:1s]")));

        get(id).then().body(at("error", is("Content policy violation"))).body(at("code", is("content_policy_violation")))
                .body(at("progress", is(0)));
    }

    @Test
    void malformedImageFailsVideo() {
        byte[] torn = { (byte) 0xFF, (byte) 0xD8, (byte) 0xFF, 0, 0 };
        String id = id(form("torn", "1280x720", "10").multiPart("input_reference", "a.jpg", torn).post(VIDEOS));

        get(awaitStatus("failed", id)).then().body(at("code", is("render_failed")));
    }

    @Test
    void rejectFlagFailsCreate() {
        create("[reject:429]").then().statusCode(429).header("Retry-After", "1")
                .body(at("error.code", is("rate_limit_exceeded")));
        create("[reject:content_policy_violation]").then().statusCode(400)
                .body(at("error.code", is("content_policy_violation"))).body(at("error.type", is("invalid_request_error")));
    }

    @Test
    void stalledVideoIsInProgressWithoutContent() {
        String id = awaitStatus("in_progress", id(create("[stall]")));

        get(id).then().body(at("progress", is(37))).body(at("url", nullValue()));
        content(id).then().statusCode(400).body(at("error.code", is("invalid_request")));
    }

    @Test
    void slowVideoTakesRequestedTime() {
        String id = completed("[slow:2s][expired]");

        Json body = Json.of(get(id));
        assertThat(body.getLong("completed_at") - body.getLong("created_at")).isGreaterThanOrEqualTo(2L);
    }

    @Test
    void everySecondStatusOfFlakyVideoReturns500() {
        String id = id(create("[flaky][stall]"));

        assertThat(Stream.generate(() -> get(id)).limit(4).map(Response::statusCode))
                .containsExactly(200, 500, 200, 500);
    }

    @ParameterizedTest
    @EnumSource
    void cutContentBreaksConnection(HttpClient.Version version) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(videos + "/" + completed("[cut]") + "/content"))
                .header("Authorization", "sk-sandbox").version(version).build();

        assertThatThrownBy(() -> HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void expiredContentReturns404() {
        content(completed("[slow:2s][expired]")).then().statusCode(404).body(at("error.code", is("not_found")))
                .body(at("error.message", endsWith("has expired")));
    }

    @ParameterizedTest
    @CsvSource({ "sk-sandbox, 404", "Bearer sk-sandbox, 404", "sk-other, 401", "Bearer, 401", "'', 401" })
    void onlySandboxKeyIsAuthorized(String authorization, int status) {
        given().header("Authorization", authorization).get(VIDEOS + "/unknown").then().statusCode(status)
                .body(at("error.code", is(status == 404 ? "not_found" : "authentication_error")));
        given().header("Authorization", authorization).get(VIDEOS + "/unknown/content").then().statusCode(status);
    }

    @ParameterizedTest
    @CsvSource({ "prompt, '', Missing required parameter: prompt", "model, '', Missing required parameter: model",
            "size, '', Missing required parameter: size", "seconds, '', Missing required parameter: seconds",
            "model, sora-9, model", "size, 1x1, size", "seconds, 11, seconds" })
    void invalidParameterIsNamed(String name, String value, String message) {
        Map<String, String> fields = new HashMap<>(
                Map.of("prompt", "a", "model", "sora-2", "size", "1280x720", "seconds", "10"));
        fields.put(name, value);
        RequestSpecification request = authorized();
        fields.forEach((field, text) -> request.multiPart(field, text));

        request.post(VIDEOS).then().statusCode(400).body(at("error.code", is("invalid_request")))
                .body(at("error.message", containsString(message)));
    }

    @Test
    void firstInvalidParameterIsReportedBeforeLaterMissingOne() {
        authorized().multiPart("prompt", "a").multiPart("model", "sora-9").multiPart("seconds", "11").post(VIDEOS).then()
                .statusCode(400).body(at("error.message", containsString("model")));
        authorized().multiPart("prompt", "a").multiPart("model", "sora-2").multiPart("seconds", "11").post(VIDEOS).then()
                .statusCode(400).body(at("error.message", is("Missing required parameter: size")));
    }

    @Test
    void longPromptOrWrongTypeReturns400() {
        create("a".repeat(1000)).then().statusCode(400).body(at("error.code", is("invalid_request")));
        form("a", "1280x720", "10").multiPart("input_reference", "a.png", "GIF89a".getBytes()).post(VIDEOS).then()
                .statusCode(400).body(at("error.message", containsString("PNG or JPEG")));
        authorized().contentType("application/json").body("{}").post(VIDEOS).then().statusCode(400)
                .body(at("error.code", is("invalid_request")));
    }
}
