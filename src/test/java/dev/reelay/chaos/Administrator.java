package dev.reelay.chaos;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.vertx.core.json.JsonObject;

import dev.reelay.chaos.Books.KeyTerms;
import dev.reelay.chaos.Caller.House;
import dev.reelay.testing.TestDatabase;

/** Issues keys with limits and budgets, and remembers what it gave to whom. It is thread-safe. */
final class Administrator {
    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final int OK = 200;

    private final Map<String, KeyTerms> terms = new ConcurrentHashMap<>();

    /** Issues a key at a node; empty if the answer is lost. */
    Optional<House> issue(Node node, String name, KeyTerms wanted) throws InterruptedException {
        JsonObject key = JsonObject.of("name", name, "creates_per_minute", wanted.createsPerMinute(), "concurrent_videos",
                wanted.openVideos());
        BigDecimal budget = wanted.budget();
        if (budget != null) {
            key.put("budget", budget.toPlainString()).put("budget_period", "total");
        }
        return post(node, "/admin/keys", TestDatabase.ADMIN, key).map(issued -> {
            terms.put(issued.getString("id"), wanted);
            return new House(issued.getString("id"), issued.getString("secret"), issued.getString("owner"));
        });
    }

    /** Adds an endpoint for webhooks; empty if the answer is lost. */
    Optional<JsonObject> hook(Node node, House house, String url) throws InterruptedException {
        return post(node, "/v1/webhook_endpoints", house.secret(), JsonObject.of("url", url));
    }

    private static Optional<JsonObject> post(Node node, String path, String key, JsonObject body) throws InterruptedException {
        Optional<URI> uri = node.uri();
        if (uri.isEmpty()) {
            return Optional.empty();
        }
        HttpRequest request = HttpRequest.newBuilder(uri.get().resolve(path)).header("Authorization", key)
                .header("Content-Type", "application/json").timeout(Duration.ofSeconds(10))
                .POST(HttpRequest.BodyPublishers.ofString(body.encode())).build();
        try {
            return Optional.of(CLIENT.send(request, BodyHandlers.ofString())).filter(response -> response.statusCode() == OK)
                    .map(response -> new JsonObject(response.body()));
        } catch (IOException lost) {
            return Optional.empty();
        }
    }

    /** Returns the limits by the id of a key. */
    Map<String, KeyTerms> terms() {
        return Map.copyOf(terms);
    }
}
