package dev.reelay.api;

import static dev.reelay.testing.Api.as;
import static dev.reelay.testing.Json.at;
import static dev.reelay.testing.TestDatabase.ALICE;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.buffer.Buffer;

import dev.reelay.testing.ImageServer;
import dev.reelay.testing.Json;
import dev.reelay.upstream.FaultyUpstreamProfile;

/** Checks creates that name their reference image by URL. */
@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class ImageUrlsTest {
    private final ImageServer images = new ImageServer();
    private final String prompt = "prompt " + UUID.randomUUID();
    private final String key = UUID.randomUUID().toString();

    @AfterEach
    void stop() {
        images.close();
    }

    @Test
    void imageOfAUrlIsFetchedOnce() {
        String url = images.on("/a.png", Creates.png(500_000));

        create(url).then().statusCode(200).body(at("status", equalTo("submitted")));
        create(Map.of("image_url", url)).then().statusCode(200);
        Creates.formWith("input_reference[image_url]", url, as(ALICE)).post("/v1/videos").then().statusCode(200);

        assertThat(images.requests("/a.png")).hasSize(3)
                .allSatisfy(request -> assertThat(request.headers().get("User-Agent")).startsWith("Reelay/"));
    }

    /** ProvidersTest has one that is taken from a URL. */
    @Test
    void imageInWebPIsRefusedUnlessItIsAtAUrl() {
        byte[] webp = "RIFF0000WEBPVP8 and so on".getBytes(US_ASCII);

        create(images.on("/a.webp", webp)).then().statusCode(200);
        refused(create(Creates.dataUrl(webp)),
                "Parameter input_reference is not an image that can be used. Allowed: PNG, JPEG");
    }

    @Test
    void replayComparesTheBytesOfTheImage() {
        String url = images.on("/a.png", Creates.png(5000));
        String id = Json.of(keyed(url).then().statusCode(200).header("Idempotent-Replayed", nullValue()).extract()).get("id");

        keyed(url).then().statusCode(200).header("Idempotent-Replayed", "true").body(at("id", equalTo(id)));
        keyed(images.on("/copy.png", Creates.png(5000))).then().statusCode(200).body(at("id", equalTo(id)));
        keyed(Creates.dataUrl(Creates.png(5000))).then().statusCode(200).body(at("id", equalTo(id)));

        images.on("/a.png", Creates.png(5001));
        keyed(url).then().statusCode(422).body(at("error.code", equalTo("idempotency_mismatch")));
    }

    @Test
    void reasonIsGiven() {
        String gone = images.on("/gone.png", request -> request.response().setStatusCode(404).end());
        String text = images.on("/a.txt", "a picture".getBytes());
        String large = images.on("/large.png", Creates.png(10 * 1024 * 1024));

        refused(create(gone), "Parameter input_reference cannot be fetched. The server responds with HTTP status 404.");
        refused(create(Map.of("image_url", text)), "Parameter input_reference is not an image that can be used");
        refused(create(large), "Parameter input_reference is too large: it must be under 10 MB");
        refused(create("https://a.example:22/a.png"),
                "Parameter input_reference cannot be fetched. The port 22 of the URL is not allowed.");
    }

    /** The server stays silent, so that the limit of ten seconds ends the fetch. */
    @Test
    void slowServerEndsTheCreate() {
        String slow = images.on("/slow.png", request -> request.response().setChunked(true)
                .write(Buffer.buffer(Creates.png(100))));

        refused(create(slow), "Parameter input_reference cannot be fetched. The server did not respond completely");
    }

    @Test
    void nothingIsFetchedForACreateThatIsInvalidOtherwise() {
        String url = images.on("/a.png", Creates.png(9));

        Creates.body(Creates.json().put("input_reference", url).put("seconds", "11").encode(), as(ALICE)).post("/v1/videos")
                .then().statusCode(400).body(at("error.param", equalTo("seconds")));
        Creates.jsonWith("input_reference", url, as(ALICE).header("Cancel-After", "0")).post("/v1/videos").then()
                .statusCode(400);
        Creates.jsonWith("input_reference", url, as(ALICE).header("Idempotency-Key", " ")).post("/v1/videos").then()
                .statusCode(400);
        Creates.body(Creates.json().put("input_reference", url).encode().replace("}", ",\"input_reference\":1}"), as(ALICE))
                .post("/v1/videos").then().statusCode(400).body(at("error.param", equalTo("input_reference")));

        assertThat(images.count()).isZero();
    }

    /** Anybody may read the metrics, and a URL may have a secret in it. */
    @Test
    void metricsDoNotShowUrls() {
        String url = images.on("/secret-" + key + ".png", Creates.png(9));
        create(url).then().statusCode(200);

        assertThat(as(ALICE).get("/q/metrics").then().statusCode(200).extract().asString())
                .doesNotContain("secret-", url.substring("http://".length(), url.lastIndexOf('/')));
    }

    private Response create(Object image) {
        return post(as(ALICE), image);
    }

    private Response keyed(String image) {
        return post(as(ALICE).header("Idempotency-Key", key), image);
    }

    private Response post(RequestSpecification request, Object image) {
        return Creates.body(Creates.json().put("prompt", prompt).put("input_reference", image).encode(), request)
                .post("/v1/videos");
    }

    private static void refused(Response response, String message) {
        response.then().statusCode(400).body(at("error.code", equalTo("invalid_request")))
                .body(at("error.param", equalTo("input_reference"))).body(at("error.message", startsWith(message)));
    }
}
