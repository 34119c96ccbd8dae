package dev.reelay.bench;

import static dev.reelay.testing.Waits.await;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;

/** Reads the status of a video some hundred times a second, whether or not earlier reads have their responses. */
final class SteadyReads implements AutoCloseable {
    private static final int EACH_MILLIS = 10;
    private static final int AT_ONCE = 3;
    private static final int CONNECTIONS = 64;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(CONNECTIONS));
    private final RequestOptions request;
    private final ConcurrentLinkedQueue<Double> millis = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unanswered = new AtomicInteger();
    private volatile Optional<Throwable> failure = Optional.empty();

    SteadyReads(URI video) {
        request = new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(video.toString())
                .putHeader("Authorization", Gateway.KEY);
    }

    /** Returns the 99th percentile of the latencies of the reads that begin while an action runs, in ms. */
    double p99(Callable<?> action) throws Exception {
        millis.clear();
        readSome();
        long timer = vertx.setPeriodic(EACH_MILLIS, now -> readSome());
        try {
            action.call();
        } finally {
            vertx.cancelTimer(timer);
        }
        await().until(() -> unanswered.get() == 0);
        if (failure.isPresent()) {
            throw new AssertionError("A read failed", failure.get());
        }
        return Rounds.percentile(99, millis.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private void readSome() {
        for (int read = 0; read < AT_ONCE; read++) {
            read();
        }
    }

    private void read() {
        unanswered.incrementAndGet();
        long start = System.nanoTime();
        client.request(request)
                // The inner call runs on the event loop, before the body arrives; on this thread it could come too late for it.
                .compose(sent -> sent.send().compose(response -> response.body().map(body -> response.statusCode())))
                .onFailure(broken -> failure = Optional.of(broken))
                .onSuccess(status -> {
                    millis.add((System.nanoTime() - start) / 1e6);
                    if (status != 200) {
                        failure = Optional.of(new IllegalStateException("The status was " + status));
                    }
                })
                .onComplete(ended -> unanswered.decrementAndGet());
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
