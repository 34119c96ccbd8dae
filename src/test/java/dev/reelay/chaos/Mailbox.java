package dev.reelay.chaos;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;

import dev.reelay.chaos.Books.Arrival;

/** A receiver of webhooks for many owners, whose names are the paths. It refuses one request of five. */
final class Mailbox implements AutoCloseable {
    private static final int ONE_REFUSED_OF = 5;

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();

    Mailbox() {
        server = vertx.createHttpServer().requestHandler(this::receive).listen(0, "127.0.0.1").toCompletionStage()
                .toCompletableFuture().join();
    }

    int port() {
        return server.actualPort();
    }

    List<Arrival> arrivals() {
        return List.copyOf(arrivals);
    }

    private void receive(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            JsonObject event = body.toJsonObject();
            boolean accepted = arrivals.size() % ONE_REFUSED_OF != 0;
            arrivals.add(new Arrival(request.path().substring(1), request.getHeader("webhook-id"), event.getString("type"),
                    event.getJsonObject("data").getString("id", ""), accepted,
                    HexFormat.of().formatHex(Footage.digest().digest(body.toString().getBytes(StandardCharsets.UTF_8)))));
            request.response().setStatusCode(accepted ? 204 : 500).end();
        });
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
