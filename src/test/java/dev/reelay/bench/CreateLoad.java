package dev.reelay.bench;

import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;

/** {@link Load#CONNECTIONS} callers with keys of their own, each of which creates one video after the other. */
final class CreateLoad {
    private static final Buffer BODY = Buffer.buffer(CreateBody.JSON.bytes());

    private final HttpClient client;
    private final String url;
    private final long end;
    private final AtomicInteger created = new AtomicInteger();

    private CreateLoad(HttpClient client, URI gateway, int seconds) {
        this.client = client;
        this.url = gateway.resolve("/v1/videos").toString();
        this.end = System.nanoTime() + seconds * 1_000_000_000L;
    }

    /** Returns the keys of all callers, as {@code reelay.access.keys} has them. */
    static String keys() {
        return IntStream.range(0, Load.CONNECTIONS).mapToObj(number -> "caller%1$d:%2$s".formatted(number, key(number)))
                .collect(Collectors.joining(","));
    }

    /** Returns the number of creates per second. */
    static double perSecond(URI gateway, int seconds) {
        Vertx vertx = Vertx.vertx();
        try {
            CreateLoad load = new CreateLoad(
                    vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(Load.CONNECTIONS)), gateway, seconds);
            List<Future<Void>> callers = IntStream.range(0, Load.CONNECTIONS).mapToObj(number -> load.caller(key(number)))
                    .toList();
            Future.all(callers).toCompletionStage().toCompletableFuture().join();
            return (double) load.created.get() / seconds;
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    static String key(int number) {
        return "sk-caller" + number;
    }

    private Future<Void> caller(String key) {
        Promise<Void> last = Promise.promise();
        create(new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(url).putHeader("Authorization", key)
                .putHeader("Content-Type", CreateBody.JSON.type()), last);
        return last.future();
    }

    private void create(RequestOptions request, Promise<Void> last) {
        client.request(request)
                // The inner call runs on the event loop, before the body arrives; on this thread it could come too late for it.
                .compose(sent -> sent.send(BODY).compose(response -> response.statusCode() == 200 ? response.body()
                        : Future.failedFuture("The response was " + response.statusCode())))
                .onFailure(last::fail)
                .onSuccess(read -> {
                    created.incrementAndGet();
                    if (System.nanoTime() < end) {
                        create(request, last);
                    } else {
                        last.complete();
                    }
                });
    }
}
