package dev.reelay.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;

/** Connections that listen for changes of videos, as each node has one. */
final class Listeners implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final PgConnectOptions options;
    private final LongAdder received = new LongAdder();
    private List<PgConnection> others = List.of();

    /** Opens the connection that counts. */
    Listeners(PgConnectOptions options) {
        this.options = options;
        listen().map(connection -> connection.notificationHandler(notification -> received.increment()))
                .toCompletionStage().toCompletableFuture().join();
    }

    /** Opens so many others, which do nothing with what they receive. */
    void add(int count) {
        List<Future<PgConnection>> opened = IntStream.range(0, count).mapToObj(number -> listen()).toList();
        Future.all(opened).toCompletionStage().toCompletableFuture().join();
        others = new ArrayList<>(opened.stream().map(Future::result).toList());
    }

    void removeOthers() {
        Future.all(others.stream().map(PgConnection::close).toList()).toCompletionStage().toCompletableFuture().join();
        others = List.of();
    }

    /** Returns the number of notifications that one connection received. */
    long received() {
        return received.sum();
    }

    private Future<PgConnection> listen() {
        return PgConnection.connect(vertx, options)
                .compose(connection -> connection.query("listen reelay_video").execute().map(connection));
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
