package dev.reelay.sdk;

import static dev.reelay.testing.TestDatabase.freshKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.Sleeper;
import com.openai.errors.RateLimitException;
import com.openai.models.videos.Video;
import com.openai.models.videos.VideoCreateParams;
import com.openai.models.videos.VideoSeconds;
import com.openai.models.videos.VideoSize;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

import dev.reelay.api.LimitsProfile;
import dev.reelay.testing.Api;
import dev.reelay.testing.Json;
import dev.reelay.upstream.FaultUpstream;

/** Tests that OpenAI's libraries obey the delay in a 429 and then succeed. */
@QuarkusTest
@TestProfile(LimitsProfile.class)
class OpenAiSdkLimitsTest {
    private static final int OPEN_AT_ONCE = 5;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(8);

    @TestHTTPResource("/v1")
    URI url;

    private final Map<String, String> opened = new HashMap<>();

    @AfterEach
    void cancel() {
        opened.forEach((id, key) -> Api.as(key).post("/v1/videos/" + id + "/cancel").then().statusCode(200));
    }

    @Test
    void rejectedCreateIsRetriedAfterTheDelayOfTheResponse() {
        String key = freshKey();
        List<String> open = IntStream.range(0, OPEN_AT_ONCE).mapToObj(number -> open(key, "open " + number)).toList();
        List<Duration> waits = new ArrayList<>();
        OpenAIClient client = client(key, new InsteadOfSleep(wait -> {
            waits.add(wait);
            Api.as(key).post("/v1/videos/" + open.get(0) + "/cancel").then().statusCode(200);
        }));

        Video created = client.videos().create(order("the sixth"));

        assertThat(waits).singleElement().satisfies(wait -> assertThat(wait).isBetween(Duration.ofSeconds(1),
                Duration.ofMinutes(1)));
        assertThat(Json.of(Api.as(key).get("/v1/videos")).getList("data.prompt")).containsOnlyOnce("the sixth");
        assertThat(client.videos().retrieve(created.id()).prompt()).contains("the sixth");
    }

    @Test
    void createRejectedOnEachRetryThrowsTheReason() {
        String key = freshKey();
        IntStream.range(0, OPEN_AT_ONCE).forEach(number -> open(key, "stays open " + number));
        List<Duration> waits = new ArrayList<>();

        assertThatExceptionOfType(RateLimitException.class)
                .isThrownBy(() -> client(key, new InsteadOfSleep(waits::add)).videos().create(order("one too many")))
                .satisfies(refused -> assertThat(refused.code()).contains("rate_limit_exceeded"))
                .satisfies(refused -> assertThat(refused.type()).contains("rate_limit_error"))
                .satisfies(refused -> assertThat(waits).containsExactly(obeyed(refused), obeyed(refused)))
                .withMessageContaining("Too many videos at once: 5 may be in progress");
    }

    @Test
    void nodeLibraryWaitsForTheDelayOfTheResponse() throws Exception {
        NodeClient.run("openai.mjs", url, freshKey(), "limited");
    }

    /** The library for Java waits as told, but never longer than this. */
    private static Duration obeyed(RateLimitException refused) {
        long told = Long.parseLong(refused.headers().values("retry-after-ms").get(0));
        return Duration.ofMillis(Math.min(told, LONGEST_WAIT.toMillis()));
    }

    private OpenAIClient client(String key, Sleeper sleeper) {
        return OpenAIOkHttpClient.builder().baseUrl(url.toString()).apiKey(key).sleeper(sleeper).build();
    }

    private String open(String key, String prompt) {
        FaultUpstream.script(prompt).status(FaultUpstream.running(10));
        String id = Api.create(key, prompt);
        opened.put(id, key);
        return id;
    }

    private static VideoCreateParams order(String prompt) {
        return VideoCreateParams.builder().prompt(prompt).model("sora-2").size(VideoSize._1280X720)
                .seconds(VideoSeconds.of("10")).build();
    }

    /** Lets the library's waiting time pass at once. */
    private record InsteadOfSleep(Consumer<Duration> event) implements Sleeper {
        @Override
        public void sleep(Duration duration) {
            event.accept(duration);
        }

        @Override
        public CompletableFuture<Void> sleepAsync(Duration duration) {
            event.accept(duration);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }
}
