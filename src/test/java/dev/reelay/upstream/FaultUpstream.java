package dev.reelay.upstream;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

/**
 * A fake upstream on a real socket that fails on demand. A test scripts the responses to the create, status and content
 * requests of a video, which it selects by the prompt; the last response of a script repeats. {@link ForgetScripts} deletes
 * all scripts after each test, so that running videos complete.
 */
public final class FaultUpstream implements QuarkusTestResourceLifecycleManager {
    public static final Handler<RoutingContext> CUT = request -> request.request().connection().close();
    public static final Handler<RoutingContext> HANG = request -> {
    };

    private static final ConcurrentMap<String, Script> SCRIPTS = new ConcurrentHashMap<>();

    private final Vertx vertx = Vertx.vertx();

    /** What the upstream does with one video, and what it was asked. */
    public static final class Script {
        private final Deque<Handler<RoutingContext>> creates = new ArrayDeque<>();
        private final Deque<Handler<RoutingContext>> statuses = new ArrayDeque<>();
        private final Deque<Handler<RoutingContext>> contents = new ArrayDeque<>();
        private final List<String> idempotencyKeys = new CopyOnWriteArrayList<>();
        private volatile int statusRequests;

        @SafeVarargs
        public final Script create(Handler<RoutingContext>... answers) {
            creates.addAll(List.of(answers));
            return this;
        }

        @SafeVarargs
        public final Script status(Handler<RoutingContext>... answers) {
            statuses.addAll(List.of(answers));
            return this;
        }

        @SafeVarargs
        public final Script content(Handler<RoutingContext>... answers) {
            contents.addAll(List.of(answers));
            return this;
        }

        /** The {@code Idempotency-Key} of every create that arrived. */
        public List<String> creates() {
            return idempotencyKeys;
        }

        public int statusRequests() {
            return statusRequests;
        }
    }

    /** The script of videos with this prompt. */
    public static Script script(String prompt) {
        return SCRIPTS.computeIfAbsent(prompt, unseen -> new Script());
    }

    static void forgetScripts() {
        SCRIPTS.clear();
    }

    public static Handler<RoutingContext> json(int status, String body) {
        return answer(status, "application/json", body);
    }

    public static Handler<RoutingContext> answer(int status, String type, String body) {
        return request -> request.response().setStatusCode(status).putHeader("Content-Type", type).end(body);
    }

    public static Handler<RoutingContext> accepted(String prompt) {
        return json(200, "{\"id\":\"%s\",\"status\":\"submitted\"}".formatted(idOf(prompt)));
    }

    /** What the upstream calls videos with this prompt. */
    public static String idOf(String prompt) {
        return "up-" + HexFormat.of().formatHex(prompt.getBytes(StandardCharsets.UTF_8));
    }

    public static Handler<RoutingContext> running(int progress) {
        return json(200, "{\"status\":\"in_progress\",\"progress\":%d}".formatted(progress));
    }

    public static Handler<RoutingContext> completed() {
        return json(200, "{\"status\":\"completed\",\"progress\":100}");
    }

    @Override
    public Map<String, String> start() {
        Router router = Router.router(vertx);
        router.post("/base/v1/videos").handler(BodyHandler.create(false)).handler(this::create);
        router.get("/base/v1/videos/:id").handler(this::status);
        router.get("/base/v1/videos/:id/content").handler(this::content);
        HttpServer server = vertx.createHttpServer().requestHandler(router)
                .listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
        return Map.of("reelay.upstream.url", "http://127.0.0.1:" + server.actualPort() + "/base/",
                "reelay.upstream.api-key", "sk-upstream");
    }

    @Override
    public void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        forgetScripts();
    }

    private void create(RoutingContext request) {
        String prompt = request.request().getFormAttribute("prompt");
        Script script = script(prompt);
        script.idempotencyKeys.add(request.request().getHeader("Idempotency-Key"));
        next(script.creates, accepted(prompt)).handle(request);
    }

    private void status(RoutingContext request) {
        Script script = scriptOf(request);
        script.statusRequests++;
        next(script.statuses, completed()).handle(request);
    }

    private void content(RoutingContext request) {
        next(scriptOf(request).contents, answer(404, "text/plain", "gone")).handle(request);
    }

    private static Script scriptOf(RoutingContext request) {
        return script(decoded(request.pathParam("id").substring("up-".length()).replaceFirst("[^0-9a-f].*", "")));
    }

    private static synchronized Handler<RoutingContext> next(Deque<Handler<RoutingContext>> answers,
            Handler<RoutingContext> otherwise) {
        return answers.isEmpty() ? otherwise : answers.size() == 1 ? answers.peek() : answers.poll();
    }

    private static String decoded(String hex) {
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8);
    }
}
