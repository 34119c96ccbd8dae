package dev.reelay.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

import dev.reelay.chaos.Books.Purchase;
import dev.reelay.testing.RangedContent;

/**
 * A fake upstream that sells each create that arrives, and keeps a book of it. It refuses nothing, because the judge holds
 * the book against the limits. The first segment of each path is the name of the node that asks. How long a video takes, and
 * whether it fails, follows from its prompt.
 */
abstract class Studio implements AutoCloseable {
    private static final long SHORTEST_MILLIS = 800;
    private static final int VARIES_MILLIS = 4000;
    private static final int ONE_FAILS_OF = 12;

    private final String name;
    private final boolean honoursKeys;
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final List<Sale> sales = new CopyOnWriteArrayList<>();
    private final long start = System.nanoTime();

    /** A video that was sold. */
    static final class Sale {
        private final String id;
        private final String prompt;
        private final String key;
        private final String node;
        private final long from;
        private final long end;
        private final boolean fails;
        private volatile long cancelled = Long.MAX_VALUE;

        Sale(String id, String prompt, String key, String node, long from) {
            Random random = new Random(prompt.hashCode());
            this.id = id;
            this.prompt = prompt;
            this.key = key;
            this.node = node;
            this.from = from;
            this.end = from + Duration.ofMillis(SHORTEST_MILLIS + random.nextInt(VARIES_MILLIS)).toNanos();
            this.fails = random.nextInt(ONE_FAILS_OF) == 0;
        }

        String id() {
            return id;
        }

        /** Returns the progress in percent at a time. */
        int progress(long now) {
            return (int) Math.min(99, 100 * (now - from) / (end - from));
        }

        /** Returns RUNNING, COMPLETED, FAILED or CANCELLED. */
        String state(long now) {
            return cancelled < end ? "CANCELLED" : now < end ? "RUNNING" : fails ? "FAILED" : "COMPLETED";
        }
    }

    /** @param honoursKeys whether a create with a known {@code Idempotency-Key} is answered with the first sale */
    Studio(String name, boolean honoursKeys) {
        this.name = name;
        this.honoursKeys = honoursKeys;
        Router router = Router.router(vertx);
        router.route().handler(BodyHandler.create(false));
        routes(router);
        this.server = vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").toCompletionStage()
                .toCompletableFuture().join();
    }

    /** Adds the routes of the dialect. */
    abstract void routes(Router router);

    int port() {
        return server.actualPort();
    }

    /** Returns what was sold so far. */
    List<Purchase> purchases() {
        long now = now();
        return sales.stream().map(sale -> new Purchase(name, sale.id, sale.prompt, sale.key, sale.node, sale.from,
                Math.min(sale.cancelled, sale.end), sale.state(now))).toList();
    }

    /** Sells a video, or finds it by its key. */
    final Sale sell(RoutingContext request, String prompt) {
        String key = Optional.ofNullable(request.request().getHeader("Idempotency-Key")).orElse("");
        synchronized (sales) {
            return sales.stream().filter(sale -> honoursKeys && !key.isEmpty() && sale.key.equals(key)).findFirst()
                    .orElseGet(() -> {
                        Sale sale = new Sale("%s-%d".formatted(name, sales.size()), prompt, key, request.pathParam("node"),
                                now());
                        sales.add(sale);
                        return sale;
                    });
        }
    }

    /** Returns the sale that the path names. */
    final Sale sale(RoutingContext request) {
        return sales.stream().filter(sale -> sale.id.equals(request.pathParam("id"))).findFirst().orElseThrow();
    }

    /** Stops a video, unless it has ended. */
    final void cancel(Sale sale) {
        sale.cancelled = Math.min(sale.cancelled, now());
    }

    final long now() {
        return System.nanoTime() - start;
    }

    /** Sends the bytes of a video. */
    final void send(RoutingContext request, Sale sale) {
        RangedContent.send(request, Footage.of(sale.id));
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
