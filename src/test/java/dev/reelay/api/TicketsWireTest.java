package dev.reelay.api;

import static dev.reelay.testing.Api.as;
import static dev.reelay.testing.Api.awaitEnd;
import static dev.reelay.testing.Api.create;
import static dev.reelay.testing.Json.at;
import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.upstream.FaultUpstream.answer;
import static dev.reelay.upstream.FaultUpstream.script;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

import dev.reelay.testing.Json;
import dev.reelay.upstream.FaultyUpstreamProfile;

/** Checks the requests that a ticket permits and those that it does not. */
@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class TicketsWireTest {
    private final String prompt = "prompt " + UUID.randomUUID();
    private String id;
    private Json tickets;

    @BeforeEach
    void createCompletedVideo() {
        script(prompt).content(answer(200, "video/mp4", "clip"));
        id = create(ALICE, prompt);
        awaitEnd(ALICE, id, "completed");
        tickets = Json.of(as(ALICE).post("/v1/videos/" + id + "/tickets").then().statusCode(200).extract());
    }

    @Test
    void ticketUrlsWorkWithoutHeader() {
        given().urlEncodingEnabled(false).get(tickets.getString("content_url")).then().statusCode(200).body(equalTo("clip"));
        assertThat(given().urlEncodingEnabled(false).get(tickets.getString("events_url")).then().statusCode(200)
                .contentType("text/event-stream").extract().asString()).contains("event: completed");
        assertThat(Instant.ofEpochSecond(tickets.getLong("expires_at")))
                .isBetween(Instant.now().plusSeconds(14 * 60), Instant.now().plusSeconds(15 * 60 + 1));
    }

    @Test
    void ticketForOtherPathOrMethodReturns401() {
        String other = create(ALICE, prompt);
        String content = ticketIn("content_url");
        String events = ticketIn("events_url");

        for (String path : List.of("/v1/videos/" + id + "/content?ticket=" + events,
                "/v1/videos/" + id + "/events?ticket=" + content,
                "/v1/videos/" + other + "/content?ticket=" + content, "/v1/videos/" + id + "?ticket=" + content,
                "/v1/videos?ticket=" + content, "/v1/videos/" + id + "/content/?ticket=" + content)) {
            given().urlEncodingEnabled(false).get(path).then().statusCode(401)
                    .body(at("error.code", equalTo("authentication_error")));
        }
        given().post("/v1/videos/" + id + "/content?ticket=" + content).then().statusCode(401);
        given().delete("/v1/videos/" + id + "/content?ticket=" + content).then().statusCode(401);
        given().post("/v1/videos?ticket=" + content).then().statusCode(401);
    }

    @Test
    void modifiedTicketReturns401() {
        String ticket = ticketIn("content_url");
        for (int i = 0; i < ticket.length(); i += 7) {
            String touched = ticket.substring(0, i) + (ticket.charAt(i) == 'A' ? 'B' : 'A') + ticket.substring(i + 1);
            given().urlEncodingEnabled(false).get("/v1/videos/" + id + "/content?ticket=" + touched).then().statusCode(401);
        }
        given().get("/v1/videos/" + id + "/content?ticket=" + ticket + "A").then().statusCode(401);
    }

    @Test
    void keyInUrlReturns401() {
        for (String name : List.of("key", "api_key", "apikey", "ticket", "authorization", "token")) {
            for (String path : List.of("/v1/videos", "/v1/videos/" + id, "/v1/videos/" + id + "/content",
                    "/v1/videos/" + id + "/events")) {
                given().get(path + "?" + name + "=" + ALICE).then().statusCode(401);
            }
        }
    }

    private String ticketIn(String url) {
        return tickets.getString(url).replaceAll(".*ticket=", "");
    }
}
