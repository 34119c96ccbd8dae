package dev.reelay.bench;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;

/**
 * An upstream that takes each video at once, and brings it on by so many percent with each poll as its address says. It counts
 * what it is asked.
 */
final class PacedUpstream implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final Map<String, Integer> progress = new ConcurrentHashMap<>();
    private final LongAdder creates = new LongAdder();
    private final LongAdder polls = new LongAdder();
    private final HttpServer server = vertx.createHttpServer().requestHandler(this::answer)
            .listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
    private volatile boolean ending;

    /** Returns the base URL of videos that make that progress with each poll; at 100 percent a video is completed. */
    String url(int percent) {
        return "http://127.0.0.1:%d/%d".formatted(server.actualPort(), percent);
    }

    /** Returns the base URL of videos that make no progress until {@link #end}. */
    String urlUntilEnd() {
        return "http://127.0.0.1:%d/end".formatted(server.actualPort());
    }

    /** Completes the videos of {@link #urlUntilEnd} at their next poll. */
    void end() {
        ending = true;
    }

    long creates() {
        return creates.sum();
    }

    long polls() {
        return polls.sum();
    }

    private void answer(HttpServerRequest request) {
        if (request.method() == HttpMethod.POST) {
            creates.increment();
            String id = request.getHeader("Idempotency-Key");
            request.end().onSuccess(read -> json(request, "{\"id\":\"up-%s\",\"status\":\"submitted\"}".formatted(id)));
        } else {
            polls.increment();
            int percent = progress(request.path());
            json(request,
                    "{\"status\":\"%s\",\"progress\":%d}".formatted(percent >= 100 ? "completed" : "in_progress", percent));
        }
    }

    private int progress(String path) {
        String pace = path.substring(1, path.indexOf('/', 1));
        return switch (pace) {
            case "end" -> ending ? 100 : 50;
            case "0" -> 50;
            default -> progress.merge(path, Integer.parseInt(pace), Integer::sum);
        };
    }

    private static void json(HttpServerRequest request, String body) {
        request.response().putHeader("Content-Type", "application/json").end(body);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
