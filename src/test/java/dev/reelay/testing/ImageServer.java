package dev.reelay.testing;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;

/** A server of images on a real socket, which responds to each path as a test says. */
public final class ImageServer implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final Map<String, Handler<HttpServerRequest>> responses = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final HttpServer server = vertx.createHttpServer().requestHandler(this::respond).listen(0, "127.0.0.1")
            .toCompletionStage().toCompletableFuture().join();

    /** A request that arrived. */
    public record Request(String path, MultiMap headers) {
    }

    /** Sets the response to a path, and returns its URL. */
    public String on(String path, Handler<HttpServerRequest> response) {
        responses.put(path, response);
        return "http://127.0.0.1:%d%s".formatted(server.actualPort(), path);
    }

    /** Sets the image at a path, and returns its URL. */
    public String on(String path, byte[] image) {
        return on(path, request -> request.response().end(Buffer.buffer(image)));
    }

    /** Returns the requests for a path so far. */
    public List<Request> requests(String path) {
        return requests.stream().filter(request -> request.path().equals(path)).toList();
    }

    /** Returns the number of requests so far. */
    public int count() {
        return requests.size();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void respond(HttpServerRequest request) {
        requests.add(new Request(request.path(), request.headers()));
        responses.getOrDefault(request.path(), unknown -> unknown.response().setStatusCode(404).end("no image"))
                .handle(request);
    }
}
