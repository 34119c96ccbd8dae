package dev.reelay.testing;

import static dev.reelay.testing.Waits.LIMIT;

import java.net.ConnectException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;

/**
 * Clients that create, read and list without a pause over persistent connections. Each client calls the first node until it
 * refuses a connection, and then the next node. Any other error counts as a loss, because there are no retries.
 */
public final class Callers implements AutoCloseable {
    private final int count;
    private final List<URI> nodes;
    private final String key;
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client;
    private final ExecutorService threads;
    private final Set<String> created = ConcurrentHashMap.newKeySet();
    private final List<String> losses = new CopyOnWriteArrayList<>();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicInteger moved = new AtomicInteger();
    private volatile boolean ending;

    private Callers(int count, List<URI> nodes, String key) {
        this.count = count;
        this.nodes = nodes;
        this.key = key;
        this.client = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(count));
        this.threads = Executors.newFixedThreadPool(count);
    }

    public static Callers start(int count, List<URI> nodes, String key) {
        Callers callers = new Callers(count, nodes, key);
        for (int number = 0; number < count; number++) {
            String prompt = "caller " + number;
            callers.threads.submit(() -> callers.new Caller(prompt).call());
        }
        return callers;
    }

    /** Returns the ids of the creates that got a response. */
    public Set<String> created() {
        return created;
    }

    /** Returns the requests without a response or with an unexpected one. */
    public List<String> losses() {
        return losses;
    }

    public int answers() {
        return answers.get();
    }

    /** Returns true if all clients call the next node. */
    public boolean haveMoved() {
        return moved.get() == count;
    }

    /** Stops all clients after their current request. */
    public void end() throws InterruptedException {
        ending = true;
        threads.shutdown();
        if (!threads.awaitTermination(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            losses.add("An answer did not come in " + LIMIT.toSeconds() + " s");
        }
    }

    @Override
    public void close() {
        ending = true;
        threads.shutdownNow();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private final class Caller {
        private final String prompt;
        private int node;

        Caller(String prompt) {
            this.prompt = prompt;
        }

        void call() {
            for (int number = 0; !ending; number++) {
                String order = JsonObject.of("model", "sora-2", "prompt", prompt + ", video " + number, "size", "1280x720",
                        "seconds", "10").encode();
                String id = new JsonObject(answer(HttpMethod.POST, "/v1/videos", order)).getString("id", "none");
                created.add(id);
                answer(HttpMethod.GET, "/v1/videos/" + id, "");
                answer(HttpMethod.GET, "/v1/videos?limit=2", "");
            }
        }

        private String answer(HttpMethod method, String path, String body) {
            try {
                return send(method, path, body);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof ConnectException && node + 1 < nodes.size()) {
                    node++;
                    moved.incrementAndGet();
                    return answer(method, path, body);
                }
                losses.add("%s %s of node %d: %s".formatted(method, path, node, e.getCause()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return "{}";
        }

        private String send(HttpMethod method, String path, String body) throws ExecutionException, InterruptedException {
            RequestOptions options = new RequestOptions().setMethod(method)
                    .setAbsoluteURI(nodes.get(node).resolve(path).toString())
                    .putHeader("Authorization", key).putHeader("Content-Type", "application/json");
            // The inner call runs on the event loop, before the body arrives; on this thread it could come too late for it.
            return client.request(options)
                    .compose(request -> request.send(Buffer.buffer(body)).compose(response -> response.body().map(whole -> {
                        if (response.statusCode() != 200) {
                            losses.add("%s %s: %d %s".formatted(method, path, response.statusCode(), whole));
                        }
                        answers.incrementAndGet();
                        return whole.toString();
                    }))).toCompletionStage().toCompletableFuture().get();
        }
    }
}
