package dev.reelay.bench;

import java.net.URI;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;

/** Does what wrk does, where that is not installed: each connection asks as soon as it has its answer. */
final class LoadClient {
    private final HttpClient client;
    private final RequestOptions request;
    private final long end;
    private final ConcurrentLinkedQueue<Double> millis = new ConcurrentLinkedQueue<>();

    private LoadClient(Vertx vertx, URI uri, int seconds) {
        client = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(Load.CONNECTIONS));
        request = new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(uri.toString())
                .putHeader("Authorization", Gateway.KEY);
        end = System.nanoTime() + seconds * 1_000_000_000L;
    }

    static Load run(URI uri, int seconds) {
        Vertx vertx = Vertx.vertx();
        try {
            LoadClient load = new LoadClient(vertx, uri, seconds);
            List<Future<Void>> connections = IntStream.range(0, Load.CONNECTIONS).mapToObj(number -> load.connection())
                    .toList();
            Future.all(connections).toCompletionStage().toCompletableFuture().join();
            double[] latencies = load.millis.stream().mapToDouble(Double::doubleValue).toArray();
            return new Load((double) latencies.length / seconds, Rounds.percentile(99, latencies));
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    /** @return ends with the last answer */
    private Future<Void> connection() {
        Promise<Void> last = Promise.promise();
        ask(last);
        return last.future();
    }

    private void ask(Promise<Void> last) {
        long start = System.nanoTime();
        client.request(request).compose(sent -> sent.send().compose(this::whole))
                .onFailure(last::fail)
                .onSuccess(read -> {
                    millis.add((System.nanoTime() - start) / 1e6);
                    askAgain(last);
                });
    }

    private void askAgain(Promise<Void> last) {
        if (System.nanoTime() < end) {
            ask(last);
        } else {
            last.complete();
        }
    }

    private Future<Void> whole(HttpClientResponse answer) {
        return answer.statusCode() == 200 ? answer.body().mapEmpty()
                : Future.failedFuture("The answer was " + answer.statusCode());
    }
}
