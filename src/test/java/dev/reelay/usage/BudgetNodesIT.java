package dev.reelay.usage;

import static dev.reelay.testing.Waits.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.vertx.core.json.JsonObject;

import dev.reelay.testing.Cluster;
import dev.reelay.testing.Program;
import dev.reelay.testing.Slow;
import dev.reelay.testing.TestDatabase;

/** Two nodes that share the budget of a key. */
@Slow
class BudgetNodesIT {
    /** It has room for seven videos of 0.80 USD, and not for eight. */
    private static final String BUDGET = "6.00";
    private static final int ROOM = 7;
    private static final int CREATES = 50;

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    /** Nothing answers there, so the videos stay open. */
    private final Cluster cluster = new Cluster("budget", "http://127.0.0.1:1");

    @AfterEach
    void leaveNothing() throws InterruptedException {
        cluster.close();
    }

    @Test
    void concurrentCreatesNeverPassTheBudgetAlsoIfANodeIsKilled() throws Exception {
        Program first = node("first").awaitReady();
        Program second = node("second").awaitReady();
        String key = new JsonObject(post(first.uri(), "/admin/keys", TestDatabase.ADMIN, JsonObject.of("name", "tight",
                "budget", BUDGET, "budget_period", "total", "creates_per_minute", 1000, "concurrent_videos", 1000)).get()
                .body())
                .getString("secret");
        await().until(() -> create(second.uri(), key).get().statusCode() != 401);

        List<CompletableFuture<Integer>> answers = IntStream.range(0, CREATES)
                .mapToObj(number -> create((number % 2 == 0 ? first : second).uri(), key)
                        .handle((response, failure) -> failure == null ? response.statusCode() : 0))
                .toList();
        answers.get(0).get();
        first.kill();
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get();
        // Whatever room the killed creates left is used now.
        HttpResponse<String> refused = await().until(() -> create(second.uri(), key).get(),
                response -> response.statusCode() == 403);

        assertThat(cluster.strings("select count(*) from video where cost = 0.80")).containsExactly(String.valueOf(ROOM));
        assertThat(new JsonObject(refused.body()).getJsonObject("error").getString("code")).isEqualTo("insufficient_quota");
        assertThat(refused.headers().firstValue("x-ratelimit-remaining-budget")).contains("0.40");
    }

    private Program node(String name) throws IOException {
        return cluster.start(name, Map.of("REELAY_ACCESS_ADMIN_KEYS", TestDatabase.ADMIN, "REELAY_MODELS_FILE",
                System.getProperty("user.dir") + "/src/test/resources/priced.yaml", "REELAY_PIPELINE_LEASE", "1h"));
    }

    private CompletableFuture<HttpResponse<String>> create(URI node, String key) {
        return post(node, "/v1/videos", key, JsonObject.of("model", "priced", "prompt", "a dog", "size", "1280x720", "seconds",
                "8"));
    }

    private CompletableFuture<HttpResponse<String>> post(URI node, String path, String key, JsonObject body) {
        return http.sendAsync(HttpRequest.newBuilder(node.resolve(path)).header("Authorization", key)
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body.encode())).build(),
                HttpResponse.BodyHandlers.ofString(UTF_8));
    }
}
