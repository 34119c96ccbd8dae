package dev.reelay.upstream.provider;

import static dev.reelay.testing.Api.as;
import static dev.reelay.testing.Api.awaitEnd;
import static dev.reelay.testing.Api.get;
import static dev.reelay.testing.Api.json;
import static dev.reelay.testing.Json.at;
import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.logging.Level;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;

import dev.reelay.testing.ImageServer;
import dev.reelay.testing.LogLines;
import dev.reelay.upstream.Upstream;
import dev.reelay.upstream.provider.FakeProvider.Job;
import dev.reelay.video.VideoId;

/** Runs the same videos at each provider: what a client sees does not depend on the provider. */
@QuarkusTest
@TestProfile(ProvidersProfile.class)
class ProvidersTest {
    @Inject
    Pool pool;

    @Inject
    Upstream upstream;

    static Stream<String> accounts() {
        return Stream.concat(withoutVariants(), Stream.of(ProvidersProfile.AZURE));
    }

    /** Returns the accounts whose dialect has no variant of the content, which is each but {@code sora}. */
    static Stream<String> withoutVariants() {
        return ProvidersProfile.FAKES.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("accounts")
    void textBecomesAVideoThatIsDownloadedWithoutTheKey(String account) {
        String prompt = prompt("PLAIN");
        String id = create(account, prompt, Map.of());

        assertThat(awaitEnd(ALICE, id, "completed").getString("model")).isEqualTo("test-" + account);

        Job job = onlyJob(account, prompt);
        byte[] bytes = as(ALICE).get("/v1/videos/{id}/content", id).then().statusCode(200).header("Content-Type", "video/mp4")
                .extract().asByteArray();
        assertThat(bytes).isEqualTo(job.bytes());
        assertThat(as(ALICE).header("Range", "bytes=1000-1999").get("/v1/videos/{id}/content", id).then().statusCode(206)
                .extract().asByteArray()).isEqualTo(Arrays.copyOfRange(bytes, 1000, 2000));
        assertThat(job.sawKeyAtFile()).isFalse();
        assertThat(job.image()).isEmpty();
        assertThat(fake(account).refusals()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("accounts")
    void referenceImageArrivesWhole(String account) {
        String prompt = prompt("PLAIN");
        byte[] image = image(700_000);

        awaitEnd(ALICE, create(account, prompt, image), "completed");

        assertThat(onlyJob(account, prompt).image()).hasValueSatisfying(arrived -> assertThat(arrived).isEqualTo(image));
        assertThat(fake(account).refusals()).isEmpty();
    }

    @Test
    void referenceImageOfAUrlArrivesWhole() {
        String prompt = prompt("PLAIN");
        byte[] image = image(700_000);
        try (ImageServer server = new ImageServer()) {
            awaitEnd(ALICE, create("fal", prompt, Map.of("input_reference", server.on("/a.png", image))), "completed");
        }

        assertThat(onlyJob("fal", prompt).image()).hasValueSatisfying(arrived -> assertThat(arrived).isEqualTo(image));
    }

    /** Azure checks the media type. The row is one that a node of the former version can read. */
    @Test
    void imageInWebPOfAUrlArrivesAsSuch() {
        String prompt = prompt("PLAIN");
        byte[] webp = "RIFF0000WEBPVP8 and so on".getBytes(StandardCharsets.US_ASCII);
        String id;
        try (ImageServer server = new ImageServer()) {
            id = create("azure", prompt, Map.of("input_reference", server.on("/a.webp", webp)));
            awaitEnd(ALICE, id, "completed");
        }

        Job job = onlyJob("azure", prompt);
        assertThat(job.image()).hasValueSatisfying(arrived -> assertThat(arrived).isEqualTo(webp));
        assertThat(job.input().path("media_type").asText()).isEqualTo("image/webp");
        assertThat(pool.query("select image_type from video where id = '%s'".formatted(id)).executeAndAwait().iterator().next()
                .getString(0)).isEqualTo("PNG");
    }

    @ParameterizedTest
    @MethodSource("accounts")
    void brokenUploadOfALargeImageOnlyDelaysTheCreate(String account) {
        String prompt = prompt("PLAIN");
        byte[] image = image(6_000_000);
        fake(account).breakNextUpload();

        awaitEnd(ALICE, create(account, prompt, image), "completed");

        assertThat(onlyJob(account, prompt).image()).hasValueSatisfying(arrived -> assertThat(arrived).isEqualTo(image));
    }

    @ParameterizedTest
    @MethodSource("accounts")
    void failureIsAFailedVideoWithItsReason(String account) {
        JsonObject video = awaitEnd(ALICE, create(account, prompt("FAILED"), Map.of()), "failed");

        assertThat(video.getString("error")).isNotBlank().doesNotContain("deadline");
    }

    @ParameterizedTest
    @MethodSource("accounts")
    void moderationIsAContentPolicyViolation(String account) {
        String result = create(account, prompt("MODERATED"), Map.of());
        String create = create(account, prompt("REFUSED"), Map.of());

        for (String id : new String[] { result, create }) {
            awaitEnd(ALICE, id, "failed");
            as(ALICE).header("Reelay-Dialect", "openai").get("/v1/videos/{id}", id).then().statusCode(200)
                    .body(at("error.code", equalTo("content_policy_violation")));
        }
    }

    /** The node that took it over may have repeated the create with the same idempotency key, and follow the same job. */
    @Test
    void jobOfAVideoThatIsTakenOverDuringItsCreateGoesOn() {
        String prompt = prompt("HELD");
        sql("""
                create function take_over() returns trigger language plpgsql as
                    'begin new.lease_token := new.lease_token + 1; return new; end'""");
        sql("""
                create trigger take_over before update on video for each row
                    when (new.status = 'SUBMITTING' and new.prompt = '%s') execute function take_over()""".formatted(prompt));
        try (LogLines log = new LogLines()) {
            create("replicate", prompt, Map.of());
            await().untilAsserted(() -> assertThat(log.atLeast(Level.WARNING))
                    .anyMatch(line -> line.contains("after this node lost its lease")));
            awaitEnd(ALICE, create("replicate", prompt("PLAIN"), Map.of()), "completed");

            assertThat(onlyJob("replicate", prompt).isCancelled()).isFalse();
        } finally {
            sql("drop trigger take_over on video");
            sql("drop function take_over()");
            sql("delete from video where prompt = '%s'".formatted(prompt));
        }
    }

    @ParameterizedTest
    @MethodSource("accounts")
    void tooManyRequestsOnlyDelayTheCreate(String account) {
        String prompt = prompt("BUSY");

        awaitEnd(ALICE, create(account, prompt, Map.of()), "completed");

        assertThat(fake(account).jobs(prompt)).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("accounts")
    void createWithUnknownOutcomeIsNotRepeated(String account) {
        String prompt = prompt("CUT");

        JsonObject video = awaitEnd(ALICE, create(account, prompt, Map.of()), "failed");

        assertThat(video.getString("error")).contains("outcome of the create is unknown");
        assertThat(fake(account).jobs(prompt)).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("accounts")
    void accountWithoutCreditGetsNoVideosForAWhile(String account) {
        String id = create(account, prompt("UNPAID"), Map.of());

        await().until(() -> pool.query("select 1 from upstream_account where name = '%s' and cooldown_until is not null"
                .formatted(account)).executeAndAwait().size() == 1);

        as(ALICE).post("/v1/videos/{id}/cancel", id).then().statusCode(200);
    }

    @ParameterizedTest
    @MethodSource("accounts")
    void expiredUrlOfTheContentIsRenewed(String account) {
        String prompt = prompt("EXPIRED");
        String id = create(account, prompt, Map.of());
        awaitEnd(ALICE, id, "completed");

        for (int download = 0; download < 2; download++) {
            assertThat(as(ALICE).get("/v1/videos/{id}/content", id).then().statusCode(200).extract().asByteArray())
                    .isEqualTo(onlyJob(account, prompt).bytes());
        }
    }

    @ParameterizedTest
    @MethodSource("accounts")
    void cancelReachesTheProvider(String account) {
        String prompt = prompt("HELD");
        String id = create(account, prompt, Map.of());
        await().until(() -> get(ALICE, id).getString("status").equals("in_progress"));

        as(ALICE).post("/v1/videos/{id}/cancel", id).then().statusCode(200);

        if (upstream.canCancel(account)) {
            await().until(() -> onlyJob(account, prompt).isCancelled());
            await().until(() -> pool.query("select 1 from video where id = '%s' and cancel_due is null".formatted(id))
                    .executeAndAwait().size() == 1);
        }
    }

    @ParameterizedTest
    @MethodSource("accounts")
    void videoIsFollowedByWhomeverTakesItOver(String account) {
        String prompt = prompt("HELD");
        String id = create(account, prompt, Map.of());
        await().until(() -> get(ALICE, id).getString("status").equals("in_progress"));

        pool.query("update video set lease_owner = null, lease_token = lease_token + 1 where id = '%s'".formatted(id))
                .executeAndAwait();
        onlyJob(account, prompt).release();

        awaitEnd(ALICE, id, "completed");
        assertThat(fake(account).jobs(prompt)).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("withoutVariants")
    void variantThatTheProviderHasNotIsRefused(String account) {
        String id = create(account, prompt("PLAIN"), Map.of());
        awaitEnd(ALICE, id, "completed");

        as(ALICE).queryParam("variant", "thumbnail").get("/v1/videos/{id}/content", id).then().statusCode(400)
                .body(at("error.param", equalTo("variant")));
    }

    @Test
    void optionsOfTheDialectArriveAtTheProvider() {
        String prompt = prompt("PLAIN");

        awaitEnd(ALICE, create("fal", prompt, Map.of("provider_options", Map.of("fal", Map.of("generate_audio", false)))),
                "completed");

        assertThat(onlyJob("fal", prompt).input().path("generate_audio").isBoolean()).isTrue();
        as(ALICE).contentType("application/json").body(Map.of("model", "test-fal", "prompt", prompt, "size", "1280x720",
                "seconds", "8", "provider_options", Map.of("fal", Map.of("duration", "15s")))).post("/v1/videos").then()
                .statusCode(400).body(at("error.param", equalTo("provider_options")));
        as(ALICE).multiPart("model", "test-fal").multiPart("prompt", prompt).multiPart("size", "1280x720")
                .multiPart("seconds", "8").multiPart("provider_options", "{\"sora\":{}}").post("/v1/videos").then()
                .statusCode(400).body(at("error.message", containsString("of the dialect sora, but of fal")));
    }

    /** fal states no progress. */
    @Test
    void progressIsEstimatedWhereTheProviderStatesNone() {
        for (int video = 0; video < 3; video++) {
            pool.query("""
                    insert into video (id, owner, status, prompt, model, size, seconds, fingerprint, account, upstream_id,
                        accepted_at, completed_at)
                    values ('%s', 'nobody', 'COMPLETED', '', 'test-estimate', '', '', '', 'fal', 'x', now() - interval '20 s',
                        now())""".formatted(VideoId.random())).executeAndAwait();
        }
        String prompt = prompt("HELD");
        String id = create("estimate", prompt, Map.of());

        await().until(() -> get(ALICE, id).getInteger("progress") > 0);

        JsonObject running = get(ALICE, id);
        assertThat(running.getBoolean("progress_estimated")).isTrue();
        assertThat(running.getInteger("progress")).isLessThanOrEqualTo(95);
        onlyJob("fal", prompt).release();
        JsonObject completed = awaitEnd(ALICE, id, "completed");
        assertThat(completed.getInteger("progress")).isEqualTo(100);
        assertThat(completed.getMap()).doesNotContainKey("progress_estimated");
    }

    private static String prompt(String scene) {
        return scene + " " + UUID.randomUUID();
    }

    private static FakeProvider fake(String account) {
        return ProvidersProfile.fake(account);
    }

    private static Job onlyJob(String account, String prompt) {
        assertThat(fake(account).jobs(prompt)).hasSize(1);
        return fake(account).jobs(prompt).get(0);
    }

    private static byte[] image(int length) {
        byte[] image = new byte[length];
        new Random(3).nextBytes(image);
        System.arraycopy(new byte[] { (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' }, 0, image, 0, 8);
        return image;
    }

    private static String create(String account, String prompt, byte[] image) {
        return create(account, prompt, Map.of("input_reference",
                Map.of("image_url", "data:image/png;base64," + Base64.getEncoder().encodeToString(image))));
    }

    private static String create(String account, String prompt, Map<String, Object> more) {
        Map<String, Object> body = new HashMap<>(Map.of("model", "test-" + account, "prompt", prompt, "size", "1280x720",
                "seconds", "8"));
        body.putAll(more);
        return json(as(ALICE).contentType("application/json").body(body).post("/v1/videos")).getString("id");
    }

    private void sql(String statement) {
        pool.query(statement).executeAndAwait();
    }
}
