package dev.reelay.bench;

import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;

/**
 * Creates at a given rate, whatever their responses take: of all keys of {@link CreateLoad}, and at all nodes in turn. A create
 * that would be one too many at once is not sent.
 */
final class CreateStream implements AutoCloseable {
    private static final int AT_ONCE = 256;
    private static final long TICK_MILLIS = 5;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(AT_ONCE));
    private final List<URI> nodes;
    private final LongAdder created = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private volatile int rate;
    private volatile Buffer body = Buffer.buffer();
    // Of the event loop
    private double due;
    private int sent;
    private int open;

    CreateStream(List<URI> nodes) {
        this.nodes = nodes;
        vertx.setPeriodic(TICK_MILLIS, tick -> sendDue());
    }

    /** @param perSecond 0 for none */
    void send(String model, int perSecond) {
        body = Buffer
                .buffer("{\"model\":\"%s\",\"size\":\"1280x720\",\"seconds\":\"10\",\"prompt\":\"a dog\"}".formatted(model));
        rate = perSecond;
    }

    /** Returns the number of creates that were answered with a video. */
    long created() {
        return created.sum();
    }

    /** Returns the number of creates that were answered with anything else. */
    long failed() {
        return failed.sum();
    }

    private void sendDue() {
        due = Math.min(due + rate * TICK_MILLIS / 1000.0, AT_ONCE);
        for (; due >= 1 && open < AT_ONCE; due--) {
            create();
        }
    }

    private void create() {
        int number = sent++;
        open++;
        client.request(new RequestOptions().setMethod(HttpMethod.POST)
                .setAbsoluteURI(nodes.get(number % nodes.size()).resolve("/v1/videos").toString())
                .putHeader("Authorization", CreateLoad.key(number % Load.CONNECTIONS))
                .putHeader("Content-Type", "application/json"))
                .compose(request -> request.send(body))
                .compose(response -> response.body().map(read -> response.statusCode() == 200))
                .otherwise(false)
                .onSuccess(taken -> {
                    open--;
                    (taken ? created : failed).increment();
                });
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
