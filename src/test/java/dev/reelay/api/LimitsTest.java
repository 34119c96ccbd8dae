package dev.reelay.api;

import static dev.reelay.testing.Api.as;
import static dev.reelay.testing.Api.form;
import static dev.reelay.testing.Json.at;
import static dev.reelay.testing.TestDatabase.freshKey;
import static dev.reelay.testing.Waits.await;
import static dev.reelay.upstream.FaultUpstream.running;
import static dev.reelay.upstream.FaultUpstream.script;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;

import dev.reelay.testing.Json;

/** Checks that the limits of a key hold exactly. */
@QuarkusTest
@TestProfile(LimitsProfile.class)
class LimitsTest {
    private final String prompt = "prompt " + UUID.randomUUID();
    private final String key = freshKey();

    @BeforeEach
    void keepVideosRunning() {
        script(prompt).status(running(10));
    }

    @Test
    void fiftyConcurrentCreatesAdmitExactlyFive() throws Exception {
        List<Response> answers = parallel(50, () -> create());

        assertThat(answers.stream().collect(groupingBy(Response::statusCode, counting()))).isEqualTo(Map.of(200, 5L, 429, 45L));
        assertThat(answers).filteredOn(answer -> answer.statusCode() == 429).allSatisfy(refused -> {
            refused.then().body(at("error.code", equalTo("rate_limit_exceeded")))
                    .body(at("error.type", equalTo("rate_limit_error")))
                    .header("x-should-retry", nullValue());
            refused.then().header("x-ratelimit-remaining-creates", "5").header("x-ratelimit-reset-creates",
                    matchesPattern("\\d+s"));
            assertThat(millis(refused)).isBetween(1_000, 60_000);
            assertThat(seconds(refused)).isBetween(1, 60);
        });
        // What was refused did not count: five of ten creates are left, and the place of one that ended is free.
        cancel(answers.stream().filter(answer -> answer.statusCode() == 200).findFirst().orElseThrow());
        create().then().statusCode(200)
                .header("x-ratelimit-limit-creates", "10").header("x-ratelimit-remaining-creates", "4");
        create().then().statusCode(429);
    }

    @Test
    void eleventhCreateInOneMinuteReturns429WithRetryAfter() {
        long before = System.nanoTime();
        Response first = create();
        long after = System.nanoTime();
        cancel(first);
        as(key).delete("/v1/videos/" + Json.of(first).getString("id")).then().statusCode(200);
        form(key, " ").post("/v1/videos").then().statusCode(400);
        for (int left = 8; left >= 0; left--) {
            Response created = create();
            created.then().statusCode(200).header("x-ratelimit-remaining-creates", String.valueOf(left));
            cancel(created);
        }

        long asked = System.nanoTime();
        Response refused = create();
        long told = System.nanoTime();

        refused.then().statusCode(429).body(at("error.code", equalTo("rate_limit_exceeded")))
                .header("x-ratelimit-limit-creates", "10").header("x-ratelimit-remaining-creates", "0");
        assertThat(Duration.ofMinutes(1).minusMillis(millis(refused))).as("age of the first create")
                .isBetween(Duration.ofNanos(asked - after).minusMillis(1), Duration.ofNanos(told - before).plusMillis(1));
        assertThat(seconds(refused)).isEqualTo((millis(refused) + 999) / 1000);
    }

    @Test
    void replayDoesNotCountAsCreate() {
        for (int i = 0; i < 12; i++) {
            form(key, prompt).header("Idempotency-Key", "one").post("/v1/videos").then().statusCode(200);
        }

        create().then().statusCode(200).header("x-ratelimit-remaining-creates", "8");
    }

    @Test
    void readsAboveLimitReturn429AndDoNotAffectCreates() {
        Response last = Stream.generate(() -> as(key).get("/v1/videos")).limit(LimitsProfile.READS + 30L)
                .peek(answer -> answer.then().header("x-ratelimit-limit-requests", String.valueOf(LimitsProfile.READS)))
                .filter(answer -> answer.statusCode() == 429).findFirst().orElseThrow();

        last.then().body(at("error.code", equalTo("rate_limit_exceeded"))).header("x-ratelimit-remaining-requests", "0");
        assertThat(millis(last)).isBetween(1, 1_000);
        assertThat(seconds(last)).isEqualTo(1);
        create().then().statusCode(200);
        await().until(() -> as(key).get("/v1/videos").statusCode() == 200);
    }

    @Test
    void everyResponseToValidKeyHasRateLimitHeaders() {
        String id = Json.of(create().then().header("x-ratelimit-remaining-requests", "60").extract()).get("id");
        int left = LimitsProfile.READS;
        for (String path : List.of("/v1/videos", "/v1/videos/" + id, "/v1/videos/" + id + "/content", "/v1/unknown",
                "/v1/videos?limit=0")) {
            Response answer = as(key).get(path);
            assertThat(Integer.parseInt(answer.header("x-ratelimit-remaining-requests"))).isBetween(left - 1,
                    LimitsProfile.READS);
            assertThat(answer.header("x-ratelimit-reset-requests")).matches("\\d+s");
            left = Integer.parseInt(answer.header("x-ratelimit-remaining-requests"));
        }
        as("sk-wrong").get("/v1/videos").then().statusCode(401).header("x-ratelimit-limit-requests", nullValue());
    }

    private Response create() {
        return form(key, prompt).post("/v1/videos");
    }

    private void cancel(Response created) {
        as(key).post("/v1/videos/" + Json.of(created).getString("id") + "/cancel").then().statusCode(200);
    }

    private static int millis(Response refused) {
        return Integer.parseInt(refused.header("retry-after-ms"));
    }

    private static int seconds(Response refused) {
        return Integer.parseInt(refused.header("Retry-After"));
    }

    static <T> List<T> parallel(int times, Callable<T> call) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(times);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : callers.invokeAll(IntStream.range(0, times).mapToObj(i -> call).toList())) {
                results.add(result.get());
            }
            return results;
        } finally {
            callers.shutdown();
        }
    }
}
