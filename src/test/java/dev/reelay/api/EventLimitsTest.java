package dev.reelay.api;

import static dev.reelay.testing.Api.as;
import static dev.reelay.testing.Api.create;
import static dev.reelay.testing.Api.form;
import static dev.reelay.testing.Json.at;
import static dev.reelay.testing.TestDatabase.freshKey;
import static dev.reelay.testing.Waits.await;
import static dev.reelay.upstream.FaultUpstream.running;
import static dev.reelay.upstream.FaultUpstream.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

import dev.reelay.testing.EventReader;

/** Checks the limits of event streams: number per key, and lifetime. */
@QuarkusTest
@TestProfile(LimitsProfile.class)
class EventLimitsTest {
    private final String key = freshKey();

    @TestHTTPResource("/v1/videos/events")
    URI events;

    /**
     * The streams of this profile end soon, so that on a slow machine the first may end before the last is open. Each attempt
     * has a new key, because the former one may have created a video.
     */
    @Test
    void streamAboveLimitOfKeyReturns429() {
        AtomicReference<String> limited = new AtomicReference<>();
        await().untilAsserted(() -> {
            limited.set(freshKey());
            requireLimit(limited.get());
        });

        await().until(() -> EventReader.open(events, limited.get()), answer -> {
            answer.body().close();
            return answer.statusCode() == 200;
        });
    }

    private void requireLimit(String limited) throws Exception {
        List<HttpResponse<Stream<String>>> open = new ArrayList<>();
        try {
            for (int number = 0; number < LimitsProfile.STREAMS; number++) {
                open.add(EventReader.open(events, limited));
            }
            assertThat(open).extracting(HttpResponse::statusCode).containsOnly(200);
            as(limited).get("/v1/videos/events").then().statusCode(429).header("Retry-After", notNullValue())
                    .body(at("error.code", equalTo("rate_limit_exceeded")));
            form(limited, "a dog").header("Accept", "text/event-stream").post("/v1/videos").then().statusCode(429);
            as(limited).get("/v1/videos").then().body(at("data", empty()));
        } finally {
            open.forEach(stream -> stream.body().close());
        }
    }

    @Test
    void rejectedCreateFreesItsStream() {
        for (int number = 0; number <= LimitsProfile.STREAMS; number++) {
            as(key).multiPart("prompt", "a dog").header("Accept", "text/event-stream").post("/v1/videos").then()
                    .statusCode(400);
        }
    }

    @Test
    void endedStreamOfCreateFreesItsPlace() {
        for (int number = 0; number <= LimitsProfile.STREAMS; number++) {
            String read = form(key, "a dog").header("Accept", "text/event-stream").post("/v1/videos").then().statusCode(200)
                    .contentType("text/event-stream").extract().asString();
            assertThat(read).isNotEmpty();
        }
    }

    @Test
    void streamAtMaxLifetimeEndsWithRetryHint() throws Exception {
        script("a dog that runs on").status(running(10));
        String id = create(key, "a dog that runs on");
        Instant start = Instant.now();

        List<String> lines = EventReader.open(events.resolve("/v1/videos/" + id + "/events"), key).body().toList();

        assertThat(Duration.between(start, Instant.now())).isGreaterThan(Duration.ofMillis(1100));
        assertThat(lines.get(lines.size() - 2)).matches("retry: [12][0-9]{3}");
        assertThat(lines.stream().filter(":"::equals).count()).as("heartbeats").isGreaterThan(1);
        as(key).post("/v1/videos/{id}/cancel", id).then().statusCode(200);
    }
}
