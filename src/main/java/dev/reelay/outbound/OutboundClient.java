package dev.reelay.outbound;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;

/**
 * Sends requests to URLs that clients name. It connects to the address that {@link OutboundGuard} has checked, and verifies
 * that the certificate is for the host of the URL. It does not follow redirects.
 */
@Singleton
public final class OutboundClient {
    /** The time limit of an exchange in production, from the look-up of the host to the end of the response. */
    public static final Duration LIMIT = Duration.ofSeconds(10);
    /** Limit on connections to one host, so that clients of a common host delay each other little. */
    private static final int CONNECTIONS = 64;

    private final Vertx vertx;
    private final OutboundGuard guard;
    private final HttpClient client;
    private final String userAgent;
    private final Duration limit;

    @Inject
    OutboundClient(Vertx vertx, OutboundGuard guard, OutboundConfig config) {
        this(vertx, guard, new HttpClientOptions(), config.version(), LIMIT);
    }

    /**
     * @param options the trusted certificates; the client sets the rest
     * @param version the version in the header {@code User-Agent}
     * @param limit the time limit of an exchange
     */
    public OutboundClient(Vertx vertx, OutboundGuard guard, HttpClientOptions options, String version, Duration limit) {
        this.vertx = vertx;
        this.guard = guard;
        this.client = vertx.createHttpClient(options.setMaxPoolSize(CONNECTIONS)
                .setConnectTimeout((int) limit.toMillis())
                .setVerifyHost(true));
        this.userAgent = "Reelay/" + version;
        this.limit = limit;
    }

    /**
     * Sends a request once, and reads its response. Cancelling the subscription closes the connection.
     *
     * @param reader reads the body of a response of whatever status code; its future ends the exchange. If it fails, the
     *        connection is closed
     * @return fails with {@link RefusedUrlException} if the policy forbids the URL, with {@link TimeoutException} after
     *         the time limit, and with the exception of the reader, the look-up or the connection;
     *         {@link OutboundFailures} has a sentence for each
     */
    public <T> Uni<T> exchange(OutboundRequest request, UrlPolicy policy, Function<HttpClientResponse, Future<T>> reader) {
        return Uni.createFrom().emitter(emitter -> start(request, policy, reader, emitter));
    }

    private <T> void start(OutboundRequest request, UrlPolicy policy, Function<HttpClientResponse, Future<T>> reader,
            UniEmitter<? super T> emitter) {
        OutboundExchange exchange = new OutboundExchange();
        long timer = vertx.setTimer(limit.toMillis(), expired -> emitter.fail(new TimeoutException()));
        emitter.onTermination(() -> {
            vertx.cancelTimer(timer);
            exchange.close();
        });
        guard.check(request.url(), policy)
                .compose(resolved -> client.request(options(request, resolved)))
                // The reader sets its handlers on the event loop of the response. Another thread could set them too late.
                .compose(opened -> exchange.send(opened, request.body()).compose(reader))
                .onSuccess(read -> exchange.complete())
                .onComplete(emitter::complete, emitter::fail);
    }

    private RequestOptions options(OutboundRequest request, ResolvedUrl resolved) {
        RequestOptions options = new RequestOptions()
                .setMethod(request.method())
                .setAbsoluteURI(request.url().toASCIIString())
                .setServer(resolved.address())
                .putHeader("User-Agent", userAgent);
        request.headers().forEach(options::putHeader);
        return options;
    }
}
