package dev.reelay.faults;

import static dev.reelay.testing.Waits.LIMIT;
import static dev.reelay.testing.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** A caller that repeats what fails, as a good client does: a create with the same idempotency key. */
final class PatientCaller {
    /** The prompt of all videos. */
    static final String PROMPT = "a dog";

    private static final String BOUNDARY = "the-boundary";
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI node;
    private final String key;
    private final AtomicInteger refusals = new AtomicInteger();

    PatientCaller(URI node, String key) {
        this.node = node;
        this.key = key;
    }

    /** Returns how often an answer was 503. */
    int refusals() {
        return refusals.get();
    }

    /** Creates videos at once; each future has the id of one. */
    List<CompletableFuture<String>> create(int count) {
        return IntStream.range(0, count).mapToObj(number -> CompletableFuture.supplyAsync(this::create)).toList();
    }

    /** Creates a video and returns its id. */
    String create() {
        String idempotencyKey = UUID.randomUUID().toString();
        HttpResponse<String> created = await().pollInterval(PAUSE).until(() -> create(idempotencyKey),
                response -> response.statusCode() == 200);
        return new JsonObject(created.body()).getString("id");
    }

    /** Sends a create once. */
    HttpResponse<String> create(String idempotencyKey) throws IOException, InterruptedException {
        JsonObject body = JsonObject.of("model", "sora-2", "prompt", PROMPT, "size", "1280x720", "seconds", "10");
        return send(request("/v1/videos").header("Idempotency-Key", idempotencyKey).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.encode())));
    }

    /** Sends a create with a reference image once. */
    HttpResponse<String> createWith(byte[] image) throws IOException, InterruptedException {
        Buffer form = Buffer.buffer();
        Map.of("model", "sora-2", "prompt", PROMPT, "size", "1280x720", "seconds", "10").forEach((name, value) -> form
                .appendString("--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                        .formatted(BOUNDARY, name, value)));
        form.appendString("--%s\r\nContent-Disposition: form-data; name=\"input_reference\"; filename=\"a.jpg\"\r\n\r\n"
                .formatted(BOUNDARY)).appendBytes(image).appendString("\r\n--%s--\r\n".formatted(BOUNDARY));
        return send(request("/v1/videos").header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(BodyPublishers.ofByteArray(form.getBytes())));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    /** Waits until the video is terminal, and returns it. */
    JsonObject awaitEnd(String id) {
        return await(id).pollInterval(PAUSE).until(() -> get("/v1/videos/" + id), PatientCaller::hasEnded).body()
                .transform(JsonObject::new);
    }

    private static boolean hasEnded(HttpResponse<String> video) {
        return video.statusCode() == 200
                && List.of("completed", "failed").contains(new JsonObject(video.body()).getString("status"));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(node.resolve(path)).header("Authorization", key).timeout(LIMIT);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        if (response.statusCode() == 503) {
            refusals.incrementAndGet();
        }
        assertThat(response.statusCode()).as(response.body()).isNotEqualTo(500);
        return response;
    }
}
