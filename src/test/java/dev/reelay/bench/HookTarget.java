package dev.reelay.bench;

import java.util.concurrent.CompletableFuture;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;

/** A server that takes webhooks at once, and a bare client that posts to it over persistent connections. */
final class HookTarget implements AutoCloseable {
    private static final int CONNECTIONS = 64;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(CONNECTIONS));
    private final HttpServer server = vertx.createHttpServer()
            .requestHandler(request -> request.body().onSuccess(body -> {
                request.response().setStatusCode(204).end();
                arrived();
            })).listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
    private long arrivals;
    private int missing;
    private CompletableFuture<Long> last = new CompletableFuture<>();

    String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** @return the {@link System#nanoTime} at which that many further requests have arrived */
    synchronized CompletableFuture<Long> expect(int requests) {
        missing = requests;
        last = new CompletableFuture<>();
        return last;
    }

    /** Returns the number of requests that have arrived. */
    synchronized long arrivals() {
        return arrivals;
    }

    /** Posts a body that often, as fast as the client can. */
    void post(int times, String body) {
        Promise<Void> end = Promise.promise();
        int[] left = { times, times };
        vertx.runOnContext(now -> {
            for (int connection = 0; connection < CONNECTIONS; connection++) {
                post(Buffer.buffer(body), left, end);
            }
        });
        end.future().toCompletionStage().toCompletableFuture().join();
    }

    /** @param left what is to be sent, and what is to be answered; of one event loop */
    private void post(Buffer body, int[] left, Promise<Void> end) {
        if (left[0]-- <= 0) {
            return;
        }
        client.request(HttpMethod.POST, server.actualPort(), "127.0.0.1", "/")
                .compose(request -> request.putHeader("Content-Type", "application/json").send(body))
                .compose(response -> response.statusCode() == 204 ? response.end()
                        : Future.failedFuture("The answer was " + response.statusCode()))
                .onFailure(end::tryFail)
                .onSuccess(done -> {
                    if (--left[1] == 0) {
                        end.complete();
                    }
                    post(body, left, end);
                });
    }

    private synchronized void arrived() {
        arrivals++;
        if (--missing == 0) {
            last.complete(System.nanoTime());
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
