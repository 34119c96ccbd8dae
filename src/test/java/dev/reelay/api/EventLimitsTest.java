package dev.reelay.api;

import static dev.reelay.Api.as;
import static dev.reelay.Api.create;
import static dev.reelay.testing.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

import dev.reelay.EventReader;

/** What an event stream may take. */
@QuarkusTest
@TestProfile(LimitsProfile.class)
class EventLimitsTest {
    private static final String WATCHER = "sk-watcher";

    @TestHTTPResource("/v1/videos/events")
    URI events;

    @Test
    void aKeyHasSoManyStreamsAtOnce() throws Exception {
        List<Stream<String>> open = new ArrayList<>();
        for (int number = 0; number < LimitsProfile.STREAMS; number++) {
            open.add(EventReader.open(events, WATCHER).body());
        }

        as(WATCHER).get("/v1/videos/events").then().statusCode(429).header("Retry-After", notNullValue())
                .body("error.code", equalTo("rate_limit_exceeded"));
        as(WATCHER).header("Accept", "text/event-stream").multiPart("prompt", "a dog").multiPart("model", "sora-2")
                .multiPart("size", "1280x720").multiPart("seconds", "10").post("/v1/videos").then().statusCode(429);
        as(WATCHER).get("/v1/videos").then().body("data.size()", equalTo(0));

        open.forEach(Stream::close);
        await().until(() -> EventReader.open(events, WATCHER), answer -> {
            answer.body().close();
            return answer.statusCode() == 200;
        });
    }

    @Test
    void aStreamEndsWithAHintBeforeAnIntermediaryWouldCutIt() throws Exception {
        String id = create("sk-mixed", "a dog [stall]");
        Instant start = Instant.now();

        List<String> lines = EventReader.open(events.resolve("/v1/videos/" + id + "/events"), "sk-mixed").body().toList();

        assertThat(Duration.between(start, Instant.now())).isBetween(Duration.ofMillis(1500), Duration.ofSeconds(5));
        assertThat(lines.get(lines.size() - 2)).matches("retry: [12][0-9]{3}");
        assertThat(lines.stream().filter(":"::equals).count()).as("heartbeats").isGreaterThan(1);
        as("sk-mixed").post("/v1/videos/{id}/cancel", id).then().statusCode(200);
    }
}
