package dev.reelay.upstream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

import dev.reelay.upstream.account.Operation;

/**
 * A fake upstream on a real socket that follows docs/contract.md and records all requests. Each API key is an account with
 * separate limits; a request beyond a limit is recorded as a violation and gets status code 429. A video fails if its prompt
 * begins with {@value #FAILING}.
 */
public final class MeteredUpstream implements AutoCloseable {
    public static final String FAILING = "[fail]";

    private static final long WINDOW = Duration.ofMinutes(1).toNanos();
    /** How much later than its permit a request may arrive on a slow machine. */
    private static final long LAG = Duration.ofSeconds(10).toNanos();

    private final Terms terms;
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final List<Sale> sales = new CopyOnWriteArrayList<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final Map<String, Handler<RoutingContext>> refusals = new ConcurrentHashMap<>();
    private final Map<String, Deque<Long>> arrivals = new ConcurrentHashMap<>();
    private final AtomicInteger unanswered = new AtomicInteger();

    /**
     * @param requestsPerMinute of an account, in any 60 seconds after a permit
     * @param concurrentVideos of an account
     * @param rendering how long a video takes
     * @param answering how long a create takes to be answered; the video is sold at its beginning
     * @param idempotent a create with a known {@code Idempotency-Key} is answered with that video
     */
    public record Terms(int requestsPerMinute, int concurrentVideos, Duration rendering, Duration answering,
            boolean idempotent) {
    }

    /** A video that was made. */
    public record Sale(String id, String account, String idempotencyKey, String prompt, String model, long since) {
    }

    /** @param video the upstream's id; empty for a create */
    public record Call(Operation operation, String account, String video, long at) {
    }

    public MeteredUpstream(Terms terms) {
        this.terms = terms;
        Router router = Router.router(vertx);
        router.route().handler(this::admit);
        router.post("/v1/videos").handler(BodyHandler.create(false)).handler(this::create);
        router.get("/v1/videos/:id").handler(this::status);
        router.get("/v1/videos/:id/content").handler(this::content);
        this.server = vertx.createHttpServer().requestHandler(router)
                .listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
    }

    public String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    public List<Sale> sales() {
        return sales;
    }

    /** The calls that arrived, but for those that broke the limit on requests. */
    public List<Call> calls() {
        return calls;
    }

    public List<String> violations() {
        return violations;
    }

    /** Creates that arrived and have no answer yet. */
    public int unanswered() {
        return unanswered.get();
    }

    /** The account's creates are answered like this from now on. */
    public void refuse(String account, Handler<RoutingContext> answer) {
        refusals.put(account, answer);
    }

    public void refuseNobody() {
        refusals.clear();
    }

    /** As if a request had arrived that long ago. */
    public void remember(String account, Duration ago) {
        arrivalsOf(account).add(System.nanoTime() - ago.toNanos());
    }

    /** Empties the book; what was sold goes on. */
    public void forgetCalls() {
        calls.clear();
        violations.clear();
        arrivals.clear();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void admit(RoutingContext request) {
        long now = System.nanoTime();
        Deque<Long> recent = arrivalsOf(account(request));
        recent.removeIf(arrival -> now - arrival > WINDOW);
        if (recent.size() >= terms.requestsPerMinute) {
            tooMany(request, "request %d within a minute".formatted(recent.size() + 1));
            return;
        }
        recent.add(now - LAG); // when its permit may have been given
        request.next();
    }

    private void create(RoutingContext request) {
        String account = account(request);
        note(Operation.CREATE, request);
        if (refusals.containsKey(account)) {
            refusals.get(account).handle(request);
            return;
        }
        String key = request.request().getHeader("Idempotency-Key");
        Optional<Sale> earlier = sales.stream().filter(sale -> terms.idempotent && sale.idempotencyKey.equals(key)).findAny();
        if (earlier.isEmpty() && open(account) >= terms.concurrentVideos) {
            tooMany(request, "video %d at once".formatted(open(account) + 1));
            return;
        }
        answer(request, earlier.orElseGet(() -> sell(account, key, request.request())));
    }

    private Sale sell(String account, String key, HttpServerRequest create) {
        Sale sale = new Sale("up-" + sales.size(), account, key, create.getFormAttribute("prompt"),
                create.getFormAttribute("model"), System.nanoTime());
        sales.add(sale);
        return sale;
    }

    private void answer(RoutingContext request, Sale sale) {
        unanswered.incrementAndGet();
        vertx.setTimer(Math.max(1, terms.answering.toMillis()), now -> {
            unanswered.decrementAndGet();
            request.json(JsonObject.of("id", sale.id, "status", "submitted"));
        });
    }

    private void status(RoutingContext request) {
        note(Operation.STATUS, request);
        sale(request).ifPresentOrElse(sale -> request.json(state(sale)), () -> request.response().setStatusCode(404).end());
    }

    private JsonObject state(Sale sale) {
        int percent = (int) Math.min(100, 100 * (System.nanoTime() - sale.since) / terms.rendering.toNanos());
        return percent < 100 ? JsonObject.of("status", "in_progress", "progress", percent)
                : sale.prompt.startsWith(FAILING) ? JsonObject.of("status", "failed", "error", "It failed")
                        : JsonObject.of("status", "completed", "progress", 100);
    }

    private void content(RoutingContext request) {
        note(Operation.CONTENT, request);
        sale(request).ifPresentOrElse(sale -> request.response().end(sale.id),
                () -> request.response().setStatusCode(404).end());
    }

    /** Returns empty for a video of another account. */
    private Optional<Sale> sale(RoutingContext request) {
        return sales.stream().filter(sale -> sale.id.equals(request.pathParam("id")))
                .filter(sale -> sale.account.equals(account(request))).findAny();
    }

    private long open(String account) {
        long now = System.nanoTime();
        return sales.stream().filter(sale -> sale.account.equals(account) && now - sale.since < terms.rendering.toNanos())
                .count();
    }

    private void tooMany(RoutingContext request, String what) {
        violations.add(account(request) + ": " + what);
        request.response().setStatusCode(429).putHeader("Retry-After", "1").end("{}");
    }

    private void note(Operation operation, RoutingContext request) {
        calls.add(new Call(operation, account(request), Optional.ofNullable(request.pathParam("id")).orElse(""),
                System.nanoTime()));
    }

    private Deque<Long> arrivalsOf(String account) {
        return arrivals.computeIfAbsent(account, unseen -> new ArrayDeque<>());
    }

    private static String account(RoutingContext request) {
        return request.request().getHeader("Authorization");
    }
}
