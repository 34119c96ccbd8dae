package dev.reelay.api.admin;

import static dev.reelay.api.admin.Keys.awaitStatus;
import static dev.reelay.api.admin.Keys.created;
import static dev.reelay.api.admin.Keys.patch;
import static dev.reelay.api.admin.Keys.revoke;
import static dev.reelay.testing.Api.as;
import static dev.reelay.testing.Api.awaitEnd;
import static dev.reelay.testing.Api.create;
import static dev.reelay.testing.Api.get;
import static dev.reelay.testing.Json.at;
import static dev.reelay.testing.TestDatabase.ADMIN;
import static dev.reelay.testing.Waits.await;
import static dev.reelay.upstream.FaultUpstream.running;
import static dev.reelay.upstream.FaultUpstream.script;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.buffer.Buffer;

import dev.reelay.content.StalledReader;
import dev.reelay.testing.EventReader;
import dev.reelay.testing.EventReader.Event;
import dev.reelay.testing.Json;
import dev.reelay.upstream.FaultyUpstreamProfile;

/** Checks that nothing which a key has opened outlives the key. */
@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class KeysEndTest {
    private final String prompt = "prompt " + UUID.randomUUID();

    @TestHTTPResource
    URI reelay;
    private Json key;
    private String secret;

    @BeforeEach
    void createKey() {
        key = created("{\"name\":\"ending\"}");
        secret = key.getString("secret");
    }

    @Test
    void revocationEndsOpenStreamsAndTickets() {
        script(prompt).status(running(10));
        String id = create(secret, prompt);
        String ticket = Json.of(as(secret).post("/v1/videos/" + id + "/tickets").then().statusCode(200).extract())
                .get("events_url");
        String ownTicket = Json.of(as(secret).post("/v1/videos/tickets").then().statusCode(200).extract()).get("events_url");

        try (EventReader ofVideo = EventReader.follow(reelay.resolve("/v1/videos/" + id + "/events"), secret);
                EventReader ofOwner = EventReader.follow(reelay.resolve("/v1/videos/events"), secret);
                EventReader byTicket = EventReader.follow(URI.create(ticket));
                EventReader ofOwnerByTicket = EventReader.follow(URI.create(ownTicket))) {
            assertThat(ofVideo.next()).isPresent();
            assertThat(ofOwner.next()).isPresent();
            assertThat(byTicket.next()).isPresent();
            assertThat(ofOwnerByTicket.next()).isPresent();

            revoke(key.getString("id")).statusCode(200);

            assertEndsBeforeItsVideo(ofVideo);
            assertEndsBeforeItsVideo(ofOwner);
            assertEndsBeforeItsVideo(byTicket);
            assertEndsBeforeItsVideo(ofOwnerByTicket);
        }
        awaitStatus(secret, 401);
        given().urlEncodingEnabled(false).get(ticket).then().statusCode(401)
                .body(at("error.message", equalTo("Invalid or expired ticket")));
    }

    @Test
    void expiryEndsAnOpenStream() {
        script(prompt).status(running(10));
        String id = create(secret, prompt);
        try (EventReader stream = EventReader.follow(reelay.resolve("/v1/videos/" + id + "/events"), secret)) {
            assertThat(stream.next()).isPresent();

            patch(key.getString("id"), "{\"expires_at\":%d}".formatted(Instant.now().getEpochSecond() + 2)).statusCode(200);

            assertEndsBeforeItsVideo(stream);
        }
        awaitStatus(secret, 401);
    }

    @Test
    void revocationBreaksOffDownloadsAndTheirRequestsToTheUpstream() throws IOException {
        AtomicBoolean asked = new AtomicBoolean();
        AtomicBoolean left = new AtomicBoolean();
        script(prompt).content(request -> {
            request.response().closeHandler(closed -> left.set(true));
            // A megabyte is promised and a part of it sent, and then the upstream stays silent.
            request.response().putHeader("Content-Length", "1000000").putHeader("Content-Type", "video/mp4")
                    .write(Buffer.buffer(new byte[1000]));
            asked.set(true);
        });
        String id = create(secret, prompt);
        awaitEnd(secret, id, "completed");

        try (StalledReader reader = new StalledReader(reelay, secret, id)) {
            await().untilTrue(asked);
            revoke(key.getString("id")).statusCode(200);

            await().until(() -> !reader.isConnected());
            await().untilTrue(left);
        }
    }

    @Test
    void revocationCancelsTheOpenVideosOfTheKeyIfAsked() {
        script(prompt).status(running(10));
        String owner = key.getString("id");
        String other = created("{\"name\":\"other\",\"owner\":\"%s\"}".formatted(owner)).getString("secret");
        List<String> ids = Stream.of(1, 2, 3).map(number -> create(secret, prompt)).toList();
        String ofOther = create(other, prompt);
        as(ADMIN).post(Keys.PATH + "/" + owner + "/revoke?videos=delete").then().statusCode(400)
                .body(at("error.param", equalTo("videos")));

        revoke(owner).statusCode(200);
        assertThat(ids).allSatisfy(id -> assertThat(get(other, id).getString("status")).isNotEqualTo("failed"));
        as(ADMIN).post(Keys.PATH + "/" + owner + "/revoke?videos=cancel").then().statusCode(200);

        assertThat(ids).allSatisfy(id -> assertThat(get(other, id).getString("error_code")).isEqualTo("cancelled"));
        assertThat(get(other, ofOther).getString("status")).isNotEqualTo("failed");
    }

    @Test
    void otherKeysOfTheOwnerStay() {
        script(prompt).status(running(10));
        String owner = key.getString("id");
        String other = created("{\"name\":\"other\",\"owner\":\"%s\"}".formatted(owner)).getString("secret");
        String id = create(secret, prompt);
        try (EventReader stays = EventReader.follow(reelay.resolve("/v1/videos/" + id + "/events"), other);
                EventReader ends = EventReader.follow(reelay.resolve("/v1/videos/" + id + "/events"), secret)) {
            assertThat(stays.next()).isPresent();
            assertThat(ends.next()).isPresent();
            revoke(owner).statusCode(200);
            assertEndsBeforeItsVideo(ends);

            as(other).post("/v1/videos/" + id + "/cancel").then().statusCode(200);

            assertThat(stays.rest()).extracting(Event::kind).contains("failed");
        }
    }

    private static void assertEndsBeforeItsVideo(EventReader stream) {
        assertThat(stream.rest()).extracting(Event::kind).doesNotContain("completed", "failed");
    }
}
