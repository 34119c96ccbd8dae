package dev.reelay.api;

import static dev.reelay.api.Creates.dataUrl;
import static dev.reelay.api.Creates.form;
import static dev.reelay.api.Creates.formWith;
import static dev.reelay.api.Creates.formWithout;
import static dev.reelay.api.Creates.jsonWith;
import static dev.reelay.api.Creates.png;
import static dev.reelay.testing.Api.as;
import static dev.reelay.testing.Json.at;
import static dev.reelay.testing.TestDatabase.freshKey;
import static dev.reelay.testing.Waits.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.buffer.Buffer;

import dev.reelay.content.pipe.TempDirectory;
import dev.reelay.testing.ImageServer;
import dev.reelay.testing.Metrics;

/** Checks that uploads are bounded, and that they leave nothing behind. */
@QuarkusTest
@TestProfile(LimitsProfile.class)
class UploadsTest {
    private static final String FORM = "multipart/form-data; boundary=b";
    private static final String JSON = "application/json";
    private static final int IMAGE = 1_000_000;

    private final String key = freshKey();
    private final List<OpenUpload> uploads = new ArrayList<>();

    @TestHTTPResource
    URI reelay;

    @Inject
    TempDirectory temp;

    @AfterEach
    void closeUploads() {
        uploads.forEach(OpenUpload::close);
        awaitNothingOpen();
    }

    @Test
    void uploadAboveLimitOfKeyReturns429BeforeItsBody() throws Exception {
        openAll(key, LimitsProfile.UPLOADS_PER_KEY);

        String refused = begin(key, FORM, 5_000_000).response();

        assertThat(refused).startsWith("HTTP/1.1 429 ").contains("\r\nRetry-After: 2\r\n", "\r\nretry-after-ms: 2000\r\n")
                .doesNotContain("x-should-retry");
        assertThat(begin(key, JSON, -1).send(chunk("{\"n\":\"" + "a".repeat(20_000))).response()).startsWith("HTTP/1.1 429 ");
        withImage(as(key)).post("/v1/videos").then().statusCode(429).body(at("error.code", equalTo("rate_limit_exceeded")));
        form(as(key)).post("/v1/videos").then().statusCode(200);
        withImage(as(freshKey())).post("/v1/videos").then().statusCode(200);
    }

    @Test
    void uploadAboveLimitOfNodeReturns503() throws Exception {
        openAll(key, LimitsProfile.UPLOADS_PER_KEY);
        openAll(freshKey(), LimitsProfile.UPLOADS - LimitsProfile.UPLOADS_PER_KEY);
        String other = freshKey();

        assertThat(begin(other, FORM, 5_000_000).response()).startsWith("HTTP/1.1 503 ").contains("\r\nRetry-After: 2\r\n");
        withImage(as(other)).post("/v1/videos").then().statusCode(503).body(at("error.code", equalTo("service_unavailable")));
        form(as(other)).post("/v1/videos").then().statusCode(200);
        as(other).get("/v1/videos").then().statusCode(200);

        uploads.get(0).close();
        await().until(() -> withImage(as(other)).post("/v1/videos").statusCode() == 200);
    }

    @ParameterizedTest
    @ValueSource(strings = { FORM, JSON })
    void abortedUploadLeavesNoFileAndFreesItsSlot(String type) throws Exception {
        openAll(key, type, LimitsProfile.UPLOADS_PER_KEY);
        await().until(() -> files().size() == LimitsProfile.UPLOADS_PER_KEY);

        uploads.forEach(OpenUpload::close);

        awaitNothingOpen();
        withImage(as(key)).post("/v1/videos").then().statusCode(200);
    }

    @Test
    void uploadsOfClientsThatVanishFreeTheirSlots() throws Exception {
        for (int number = 0; number < 200; number++) {
            OpenUpload.begin(reelay, key, number % 2 == 0 ? FORM : JSON, 5_000_000).close();
        }

        awaitNothingOpen();
        image(form(as(key))).post("/v1/videos").then().statusCode(200);
    }

    @Test
    void rejectedUploadsLeaveNoFileAndFreeTheirSlots() throws Exception {
        image(formWithout("prompt", as(key))).post("/v1/videos").then().statusCode(400)
                .body(at("error.param", equalTo("prompt")));
        image(formWith("input_reference[image_url]", "data:", as(key))).post("/v1/videos").then().statusCode(400);
        jsonWith("input_reference", dataUrl(png(10 * 1024 * 1024)), as(key)).post("/v1/videos").then().statusCode(400)
                .body(at("error.param", equalTo("input_reference")));
        jsonWith("input_reference", dataUrl(png(IMAGE)) + "A", as(key)).post("/v1/videos").then().statusCode(400);
        as(key).contentType(JSON).body("{\"input_reference\":\"" + dataUrl(png(IMAGE)) + "\"").post("/v1/videos").then()
                .statusCode(400).body(at("error.param", equalTo("body")));
        as(key).contentType(JSON).body("{\"input_reference\":\"" + dataUrl(new byte[11_100_000]) + "\"}").post("/v1/videos")
                .then().statusCode(413);
        withImage(as(key)).header("Accept", "image/png").post("/v1/videos").then().statusCode(406);
        as(key).contentType("image/png").body(png(IMAGE)).post("/v1/videos").then().statusCode(415);
        assertThat(files()).isEmpty();
    }

    @Test
    void acceptedUploadsLeaveNoFileAndFreeTheirSlots() {
        for (RequestSpecification create : List.of(withImage(as(key)),
                formWith("input_reference", dataUrl(png(IMAGE)), as(key)),
                jsonWith("input_reference", dataUrl(png(IMAGE)), as(key)),
                formWith("input_reference[image_url]", dataUrl(png(IMAGE)), as(key)))) {
            create.post("/v1/videos").then().statusCode(200);
            assertThat(Metrics.read().sum("reelay_api_uploads")).isZero();
        }
        await().until(() -> files().isEmpty());
    }

    @Test
    void shortBodyOfUnknownLengthNeedsNoSlot() throws Exception {
        openAll(key, LimitsProfile.UPLOADS_PER_KEY);

        OpenUpload create = begin(key, JSON, -1).send(chunk(Creates.json().encode())).send(chunk(""));

        assertThat(create.response()).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void longTextIsRejectedBeforeItEnds() throws Exception {
        OpenUpload create = begin(key, JSON, 5_000_000);

        create.send(("{\"prompt\":\"" + "a".repeat(100_000)).getBytes(UTF_8));

        assertThat(create.response()).startsWith("HTTP/1.1 400 ");
        jsonWith("prompt", "a".repeat(100_000), as(key)).post("/v1/videos").then().statusCode(400)
                .body(at("error.param", equalTo("prompt")))
                .body(at("error.message", equalTo("Parameter prompt is too long: it must have fewer than 1000 characters")));
    }

    @Test
    void restOfRejectedBodyIsNoRequest() throws Exception {
        byte[] get = "GET /v1/models HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s\r\n\r\n".formatted(key).getBytes(UTF_8);
        byte[] start = ("{\"prompt\":\"" + "a".repeat(100_000)).getBytes(UTF_8);
        OpenUpload create = begin(key, JSON, start.length + 1_000L * get.length).send(start);
        assertThat(create.response()).startsWith("HTTP/1.1 400 ");

        for (int number = 0; number < 1_000; number++) {
            create.send(get);
        }
        create.send(get);

        assertThat(create.response()).startsWith("HTTP/1.1 200 ");
        create.send("GET /v1/unknown HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s\r\n\r\n".formatted(key).getBytes(UTF_8));
        assertThat(create.response()).as("the next response").startsWith("HTTP/1.1 404 ");
    }

    @Test
    void fetchCountsAsARequestThatIsNoCreate() {
        try (ImageServer images = new ImageServer()) {
            String url = images.on("/a.png", png(9));
            jsonWith("input_reference", url, as(key)).post("/v1/videos").then().statusCode(200)
                    .header("x-ratelimit-remaining-requests", String.valueOf(LimitsProfile.READS - 1));
        }
    }

    /** Each round opens new ones, because a fetch ends after ten seconds. */
    @Test
    void imagesThatAreFetchedOccupySlots() {
        try (ImageServer images = new ImageServer()) {
            String url = images.on("/slow.png",
                    request -> request.response().setChunked(true).write(Buffer.buffer(png(200_000))));
            byte[] body = Creates.json().put("input_reference", url).encode().getBytes(UTF_8);

            await().until(() -> {
                for (int number = 0; number < LimitsProfile.UPLOADS_PER_KEY; number++) {
                    begin(key, JSON, body.length).send(body);
                }
                String response = jsonWith("input_reference", url, as(key)).post("/v1/videos").asString();
                uploads.forEach(OpenUpload::close);
                return response.contains("Too many uploads");
            });
            awaitNothingOpen();
        }
    }

    /** The order of the parameters is that of contract 2, not that of the body. */
    @Test
    void firstInvalidParameterIsReported() {
        formWithout("prompt", as(key)).multiPart("input_reference", "a.gif", "GIF89a".getBytes(UTF_8)).post("/v1/videos").then()
                .statusCode(400).body(at("error.param", equalTo("prompt")));
        formWithout("prompt", as(key)).multiPart("input_reference[file_id]", "file_1").post("/v1/videos").then().statusCode(400)
                .body(at("error.param", equalTo("prompt")));
        Creates.body("{\"input_reference\":1,\"seconds\":{},\"prompt\":\"a dog\",\"model\":\"sora-2\"}", as(key))
                .post("/v1/videos")
                .then().statusCode(400).body(at("error.param", equalTo("size")))
                .body(at("error.message", equalTo("Missing required parameter: size")));
        Creates.body("{\"input_reference\":1,\"seconds\":{},\"prompt\":\"a dog\",\"model\":\"sora-2\",\"size\":\"1280x720\"}",
                as(key))
                .post("/v1/videos").then().statusCode(400).body(at("error.param", equalTo("seconds")))
                .body(at("error.message", equalTo("Parameter seconds must be a string")));
    }

    /** A client proxy of the bean would create a second one. */
    @Test
    void processHasOneDirectoryForTemporaryFiles() {
        assertThat(temp.getClass()).isEqualTo(TempDirectory.class);
    }

    private OpenUpload begin(String caller, String type, long length) throws IOException {
        OpenUpload upload = OpenUpload.begin(reelay, caller, type, length);
        uploads.add(upload);
        return upload;
    }

    private static byte[] chunk(String text) {
        return (Integer.toHexString(text.length()) + "\r\n" + text + "\r\n").getBytes(UTF_8);
    }

    private void openAll(String caller, int count) throws IOException {
        openAll(caller, FORM, count);
    }

    /** Opens uploads that stop in the middle of the image. */
    private void openAll(String caller, String type, int count) throws IOException {
        double before = Metrics.read().sum("reelay_api_uploads");
        byte[] start = (type.equals(FORM)
                ? "--b\r\nContent-Disposition: form-data; name=\"input_reference\"; filename=\"a.png\"\r\n\r\n"
                        + "x".repeat(IMAGE)
                : "{\"input_reference\":\"" + dataUrl(png(IMAGE))).getBytes(UTF_8);
        for (int number = 0; number < count; number++) {
            begin(caller, type, 5_000_000).send(Arrays.copyOf(start, IMAGE));
        }
        await().until(() -> Metrics.read().sum("reelay_api_uploads") == before + count);
    }

    private static RequestSpecification withImage(RequestSpecification request) {
        return image(form(request));
    }

    private static RequestSpecification image(RequestSpecification form) {
        return form.multiPart("input_reference", "a.png", png(IMAGE), "image/png");
    }

    private void awaitNothingOpen() {
        await().until(() -> Metrics.read().sum("reelay_api_uploads") == 0 && files().isEmpty());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> found = Files.list(temp.newFile().getParent())) {
            return found.filter(file -> !file.endsWith("lock")).toList();
        }
    }
}
