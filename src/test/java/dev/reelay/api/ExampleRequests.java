package dev.reelay.api;

import static dev.reelay.testing.TestDatabase.freshKey;
import static dev.reelay.testing.Waits.await;
import static dev.reelay.upstream.FaultUpstream.accepted;
import static dev.reelay.upstream.FaultUpstream.json;
import static dev.reelay.upstream.FaultUpstream.running;
import static dev.reelay.upstream.FaultUpstream.script;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;

import dev.reelay.api.OpenApiDocument.Answer;
import dev.reelay.api.OpenApiDocument.Operation;
import dev.reelay.upstream.FaultUpstream;

/** Sends the requests that produce each example response of the OpenAPI document, with a new key for each. */
final class ExampleRequests {
    private static final String MODEL = "sora-2";
    private static final String UNKNOWN = "video_00000000000000000000000000000000";
    /** Has used up what it may ask, after the first of those who need that. */
    private static final String GREEDY_KEY = freshKey();
    private static final int MOST_REQUESTS = 3000;
    private static final Handler<RoutingContext> CLIP = FaultUpstream.answer(200, "video/mp4", "clip");
    private static final Handler<RoutingContext> PICTURE = FaultUpstream.answer(200, "image/webp", "picture");

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI reelay;
    private final Pool database;
    private final String key = freshKey();
    private final String prompt = "example " + UUID.randomUUID();
    private final Map<String, String> headers = new HashMap<>(Map.of("Authorization", key));
    private final Map<String, Object> order = new HashMap<>(Map.of("prompt", prompt, "model", MODEL, "size", "1280x720",
            "seconds", "10"));

    private final List<String> leftOpen = new ArrayList<>();
    /** Until then the upstream leaves the creates unanswered that wait for it. */
    private final CompletableFuture<Void> looked = new CompletableFuture<>();

    ExampleRequests(URI reelay, Pool database) {
        this.reelay = reelay;
        this.database = database;
    }

    HttpResponse<String> perform(Answer documented) {
        HttpResponse<String> answer = answer(documented);
        looked.complete(null);
        leftOpen.forEach(id -> call("POST", "/v1/videos/" + id + "/cancel"));
        return answer;
    }

    private HttpResponse<String> answer(Answer documented) {
        Operation operation = documented.operation();
        String name = documented.name();
        if (name.endsWith("_openai")) {
            headers.put("Reelay-Dialect", "openai");
        }
        if (AdminExamples.has(operation)) {
            return new AdminExamples(this).answer(documented);
        }
        if (WebhookExamples.has(operation) && documented.status() != 401 && documented.status() != 429) {
            return new WebhookExamples(this).answer(documented);
        }
        return switch (documented.status()) {
            case 204 -> nothingLeft(operation.path().replace("{id}", completed()));
            case 206 -> with("Range", "bytes=1-2").withContent(operation, CLIP);
            case 200 -> switch (documented.mediaType()) {
                case "image/webp" -> thumbnail(operation, PICTURE);
                case "text/csv" -> firstPageOfCsv(operation);
                default -> operation.id().equals("createVideo") ? created(name) : success(operation, name);
            };
            case 400, 409, 413, 415, 422 -> operation.id().equals("createVideo") ? refusedCreate(name)
                    : refused(operation, name);
            case 401 -> unauthorized(operation, name);
            case 403 -> AdminExamples.createWithBudget(name, this);
            case 404 -> switch (name) {
                case "content_gone" -> withContent(operation, json(404, "{}"));
                case "no_such_model" -> unknownModel(operation);
                default -> unknown(operation);
            };
            case 406 -> with("Accept", "text/plain").call(operation, UNKNOWN);
            case 429 -> operation.id().equals("createVideo") ? tooManyCreates(name) : tooManyRequests(operation);
            case 500 -> internalError(operation);
            case 502 -> withContent(operation, json(500, "{}"));
            case 503 -> name.equals("uploads_of_all") ? besideUploads(503, freshKey(), freshKey())
                    : withContent(operation, name.equals("upstream_busy") ? json(503, "{}")
                            : request -> request.request().connection().close());
            default -> throw new AssertionError("Nobody knows how to bring about " + documented);
        };
    }

    /** As documented, with all that is needed to succeed. */
    HttpResponse<String> call(Operation operation, String id) {
        if (operation.id().equals("createVideo")) {
            return create();
        }
        return call(operation.method(), operation.path().replace("{id}", id).replace("{model}", MODEL));
    }

    HttpResponse<String> call(String method, String path) {
        return send(method, path, BodyPublishers.noBody());
    }

    HttpResponse<String> call(String method, String path, JsonObject body) {
        return with("Content-Type", "application/json").send(method, path, BodyPublishers.ofString(body.encode()));
    }

    /** With the id of a completed video in the path, or of a webhook endpoint, a delivery or a key. */
    HttpResponse<String> callOnCompleted(String method, String path) {
        if (path.startsWith(WebhookExamples.PATHS)) {
            return call(method, new WebhookExamples(this).path(path));
        }
        if (path.startsWith(AdminExamples.PATHS)) {
            return call(method, new AdminExamples(this).path(path));
        }
        script(prompt).content(CLIP);
        return call(method, path.replace("{id}", completed()).replace("{model}", MODEL));
    }

    String completed() {
        return new JsonObject(with("Prefer", "wait=300").create().body()).getString("id");
    }

    private HttpResponse<String> unknownModel(Operation operation) {
        order.put("model", "veo");
        return operation.id().equals("createVideo") ? with("Reelay-Dialect", "openai").create()
                : call(operation.method(), operation.path().replace("{model}", "veo"));
    }

    private HttpResponse<String> created(String name) {
        return switch (name) {
            case "from_the_beginning" -> {
                script(prompt).create(acceptedOnceLooked());
                yield with("Accept", "text/event-stream").create();
            }
            case "with_a_budget" -> {
                script(prompt).create(acceptedOnceLooked());
                yield AdminExamples.createWithBudget(name, this);
            }
            case "waited_for" -> with("Prefer", "wait=300").create();
            case "replayed" -> {
                script(prompt).create(acceptedOnceLooked());
                with("Idempotency-Key", "once").create();
                yield create();
            }
            default -> {
                script(prompt).create(acceptedOnceLooked());
                yield create();
            }
        };
    }

    private HttpResponse<String> success(Operation operation, String name) {
        if (name.equals("none")) {
            return call(operation, UNKNOWN);
        }
        if (operation.id().equals("downloadVideo")) {
            return withContent(operation, CLIP);
        }
        if (operation.id().equals("getUsage")) {
            completed();
            return call("GET", operation.path() + "?group_by=model,status");
        }
        if (name.equals("of_a_deleted_one")) {
            call("DELETE", "/v1/videos/" + completed());
            return with("Last-Event-ID", "1").call(operation, UNKNOWN);
        }
        if (name.startsWith("submitted") || name.startsWith("queued")) {
            script(prompt).create(acceptedOnceLooked());
            return call(operation, open());
        }
        if (name.startsWith("in_progress") || name.equals("of_one_that_runs") || name.startsWith("cancelled")
                || name.equals("one")) {
            return call(operation, inProgress());
        }
        if (name.startsWith("failed")) {
            script(prompt).create(request -> {
                request.response().putHeader("x-request-id", "req_5f1c");
                json(400, "{\"error\":{\"code\":\"content_policy_violation\",\"message\":\"Content policy violation\"}}")
                        .handle(request);
            });
        }
        return call(operation, completed());
    }

    private HttpResponse<String> firstPageOfCsv(Operation operation) {
        completed();
        script(prompt).create(json(400, "{\"error\":{\"code\":\"invalid_request\",\"message\":\"No\"}}"));
        create();
        return with("Accept", "text/csv").call("GET", operation.path() + "?group_by=status&limit=1");
    }

    private HttpResponse<String> refusedCreate(String name) {
        return switch (name) {
            case "missing" -> order("prompt", null);
            case "not_allowed" -> order("seconds", "11");
            case "prompt_too_long" -> order("prompt", "x".repeat(1000));
            case "not_an_image" -> order("input_reference", "data:image/gif;base64,R0lGODlh");
            case "image_not_fetched" -> order("input_reference", "https://images.example:22/a.png");
            case "bad_deadline" -> with("Cancel-After", "never").create();
            case "too_large" -> post("x".repeat(15 * 1024 * 1024));
            case "wrong_type" -> with("Content-Type", "text/plain").post("prompt");
            case "mismatch" -> {
                with("Idempotency-Key", "other").create();
                yield order("seconds", "15");
            }
            case "in_flight" -> whileAnotherIsTaken(() -> with("Idempotency-Key", "busy")
                    .create());
            default -> throw new AssertionError("Nobody knows how to bring about " + name);
        };
    }

    private HttpResponse<String> refused(Operation operation, String name) {
        return switch (name) {
            case "bad_limit" -> call("GET", operation.path() + "?limit=0");
            case "bad_bucket" -> call("GET", operation.path() + "?bucket=week");
            case "bad_group" -> call("GET", operation.path() + "?group_by=prompt");
            case "bad_start" -> call("GET", operation.path() + "?start=yesterday");
            case "bad_after" -> call("GET", operation.path() + "?after=last");
            case "bad_order" -> call("GET", operation.path() + "?order=newest");
            case "bad_last_event_id" ->
                call("GET", operation.path().replace("{id}", inProgress()) + "?last_event_id=latest");
            case "bad_variant" -> call("GET", operation.path().replace("{id}", completed()) + "?variant=audio");
            case "variant_not_offered" -> thumbnail(operation, CLIP);
            case "bad_wait" -> call("GET", operation.path().replace("{id}", inProgress()) + "?wait=long");
            case "still_open", "not_completed" -> call(operation, inProgress());
            case "ended_already" -> call(operation, completed());
            default -> throw new AssertionError("Nobody knows how to bring about " + name);
        };
    }

    private HttpResponse<String> unauthorized(Operation operation, String name) {
        headers.remove("Authorization");
        if (name.equals("invalid_key")) {
            headers.put("Authorization", "sk-wrong");
        }
        return name.equals("invalid_ticket") ? call("GET", operation.path().replace("{id}", UNKNOWN) + "?ticket=wrong")
                : call(operation, UNKNOWN);
    }

    private HttpResponse<String> unknown(Operation operation) {
        return operation.id().equals("listVideos") ? call("GET", operation.path() + "?after=" + UNKNOWN)
                : call(operation, UNKNOWN);
    }

    private HttpResponse<String> tooManyCreates(String name) {
        if (name.equals("uploads_at_once")) {
            return besideUploads(429, key);
        }
        if (name.equals("at_once")) {
            script(prompt).create(acceptedOnceLooked());
        }
        return untilTurnedAway(name.equals("at_once") ? this::create : () -> with("Prefer", "wait=300").create());
    }

    /** Sends an upload while others of these keys, as many as there may be, do not end. */
    private HttpResponse<String> besideUploads(int status, String... keys) {
        // Those of an earlier example may still be open at first.
        return await().until(() -> besideUploads(keys), response -> response.statusCode() == status);
    }

    private HttpResponse<String> besideUploads(String... keys) throws IOException {
        List<OpenUpload> uploads = new ArrayList<>();
        try {
            for (String each : keys) {
                for (int number = 0; number < LimitsProfile.UPLOADS_PER_KEY; number++) {
                    uploads.add(OpenUpload.begin(reelay, each, "application/json", 1_000_000));
                }
            }
            return post("{\"unknown\":\"%s\"}".formatted("x".repeat(100_000)));
        } finally {
            uploads.forEach(OpenUpload::close);
        }
    }

    private HttpResponse<String> tooManyRequests(Operation operation) {
        headers.put("Authorization", GREEDY_KEY);
        return untilTurnedAway(() -> {
            untilTurnedAway(() -> call("GET", "/v1/videos/" + UNKNOWN)); // which takes no time, as a stream does
            return call(operation, UNKNOWN);
        });
    }

    private HttpResponse<String> nothingLeft(String events) {
        String lastId = call("GET", events).body().lines().filter(line -> line.startsWith("id: "))
                .reduce((first, second) -> second).orElseThrow().substring("id: ".length());
        return call("GET", events + "?last_event_id=" + lastId);
    }

    private HttpResponse<String> untilTurnedAway(Supplier<HttpResponse<String>> request) {
        return IntStream.range(0, MOST_REQUESTS).mapToObj(number -> request.get())
                .filter(response -> response.statusCode() == 429).findFirst()
                .orElseThrow(() -> new AssertionError("There is no limit"));
    }

    /** A row that no code of ours could have written. */
    private HttpResponse<String> internalError(Operation operation) {
        headers.put("Idempotency-Key", "broken");
        String id = completed();
        headers.remove("Prefer");
        database.query("update video set image_type = 'GIF' where id = '%s'".formatted(id)).execute().await().indefinitely();
        return call(operation, id);
    }

    private HttpResponse<String> whileAnotherIsTaken(Supplier<HttpResponse<String>> request) {
        SqlConnection connection = database.getConnection().await().indefinitely();
        String lock = "(hashtextextended('%s' || chr(10) || 'busy', 2))::text".formatted(key.substring("sk-".length()));
        connection.query("select pg_advisory_lock" + lock).execute().await().indefinitely();
        try {
            return request.get();
        } finally {
            connection.query("select pg_advisory_unlock" + lock).execute().await().indefinitely();
            connection.close().await().indefinitely();
        }
    }

    private HttpResponse<String> thumbnail(Operation operation, Handler<RoutingContext> content) {
        script(prompt).content(content);
        return call("GET", operation.path().replace("{id}", completed()) + "?variant=thumbnail");
    }

    private HttpResponse<String> withContent(Operation operation, Handler<RoutingContext> content) {
        script(prompt).content(content);
        return call(operation, completed());
    }

    private String inProgress() {
        script(prompt).status(running(45));
        String id = open();
        leftOpen.add(id);
        await().pollInterval(Duration.ofMillis(250)).until( // a key has few reads
                () -> new JsonObject(call("GET", "/v1/videos/" + id).body()).getInteger("progress", 0),
                progress -> progress == 45);
        return id;
    }

    private String open() {
        return new JsonObject(create().body()).getString("id");
    }

    private Handler<RoutingContext> acceptedOnceLooked() {
        return request -> looked.thenRun(() -> request.vertx().runOnContext(now -> accepted(prompt).handle(request)));
    }

    ExampleRequests with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    private HttpResponse<String> create() {
        return post(new JsonObject(order).encode());
    }

    HttpResponse<String> create(String model, String seconds) {
        order.put("model", model);
        order.put("seconds", seconds);
        return create();
    }

    private HttpResponse<String> order(String field, String value) {
        order.put(field, value);
        return create();
    }

    private HttpResponse<String> post(String body) {
        headers.putIfAbsent("Content-Type", "application/json");
        return send("POST", "/v1/videos", BodyPublishers.ofString(body));
    }

    private HttpResponse<String> send(String method, String path, HttpRequest.BodyPublisher body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(reelay.resolve(path)).method(method, body);
        headers.forEach(request::header);
        try {
            return http.send(request.build(), head -> new Watched(BodySubscribers.ofString(UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A body whose first bytes say that the answer has been looked at, even if it is a stream that has not ended. */
    private final class Watched implements BodySubscriber<String> {
        private final BodySubscriber<String> body;

        Watched(BodySubscriber<String> body) {
            this.body = body;
        }

        @Override
        public CompletionStage<String> getBody() {
            return body.getBody();
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            body.onSubscribe(subscription);
        }

        @Override
        public void onNext(List<ByteBuffer> bytes) {
            if (bytes.stream().anyMatch(part -> UTF_8.decode(part.asReadOnlyBuffer()).toString().contains("data: "))) {
                looked.complete(null);
            }
            body.onNext(bytes);
        }

        @Override
        public void onError(Throwable failure) {
            body.onError(failure);
        }

        @Override
        public void onComplete() {
            body.onComplete();
        }
    }
}
