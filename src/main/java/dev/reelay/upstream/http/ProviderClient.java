package dev.reelay.upstream.http;

import java.util.Optional;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileProps;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;

import dev.reelay.outbound.RefusedUrlException;
import dev.reelay.upstream.dialect.Account;
import dev.reelay.upstream.dialect.NotSubmittedException;
import dev.reelay.upstream.dialect.UpstreamException;
import dev.reelay.upstream.dialect.UpstreamResponse;
import dev.reelay.video.ReferenceImage;

/**
 * Sends the requests of dialects. It uses the plain Vert.x HTTP client, because the REST client cannot send a file as a part of
 * a JSON text.
 */
@Singleton
public class ProviderClient {
    /** Limit on connections to one host; the bulkheads of the accounts are usually lower. */
    private static final int CONNECTIONS = 256;
    /** No provider has a longer status or error. */
    private static final int LONGEST_RESPONSE = 1024 * 1024;

    /** Some firewalls before an API refuse requests that do not name their client (RFC 9110, 10.1.5). */
    private static final String USER_AGENT = "Reelay";

    private static final Logger LOG = Logger.getLogger(ProviderClient.class);

    private final Vertx vertx;
    private final ForeignUrls foreignUrls;
    private final HttpClient client;

    ProviderClient(Vertx vertx, ForeignUrls foreignUrls) {
        this.vertx = vertx;
        this.foreignUrls = foreignUrls;
        this.client = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(CONNECTIONS));
    }

    /** Returns the length of an image in bytes; fails with {@link NotSubmittedException} if its file cannot be read. */
    public Uni<Long> length(ReferenceImage image) {
        return Uni.createFrom().completionStage(() -> vertx.fileSystem().props(image.file().toString()).toCompletionStage())
                .map(FileProps::size)
                .onFailure().transform(failure -> new NotSubmittedException("the reference image cannot be read"));
    }

    /**
     * Sends a request once, and returns its response, whatever its status code. Redirects are not followed. Cancelling the
     * subscription closes the connection.
     *
     * @return fails with the exception of the HTTP client if there is no response, and with {@link RefusedUrlException} for a
     *         URL in a private network
     */
    public Uni<UpstreamResponse> send(Account account, ProviderRequest request) {
        return Uni.createFrom().emitter(emitter -> foreignUrls.server(account, request.url())
                .compose(server -> client.request(options(account, request, server)))
                .compose(opened -> exchange(opened, request, emitter))
                .onComplete(emitter::complete, emitter::fail));
    }

    private Future<UpstreamResponse> exchange(HttpClientRequest opened, ProviderRequest request,
            UniEmitter<? super UpstreamResponse> emitter) {
        // Without a handler Vert.x logs each broken connection as an error; the caller gets the failure.
        opened.exceptionHandler(failure -> LOG.tracef("A connection broke: %s", failure));
        Future<UpstreamResponse> answered = opened.response().compose(ProviderClient::read);
        emitter.onTermination(() -> {
            if (!answered.isComplete()) {
                opened.reset();
            }
        });
        // The upstream may respond before it has read the body, and close the connection then: the response counts.
        Future<Void> sent = request.body().map(body -> new BodyWriter(vertx, opened).send(body))
                .orElseGet(() -> sendNoBody(opened));
        return sent.compose(all -> answered, failure -> answered.isComplete() ? answered : Future.failedFuture(failure));
    }

    /** Sends a request without a body. Some servers reject a POST or PUT that does not say so (RFC 9110, 8.6 and 15.5.12). */
    private static Future<Void> sendNoBody(HttpClientRequest opened) {
        if (opened.getMethod().equals(HttpMethod.POST) || opened.getMethod().equals(HttpMethod.PUT)) {
            opened.putHeader("Content-Length", "0");
        }
        return opened.end();
    }

    private static Future<UpstreamResponse> read(HttpClientResponse response) {
        Promise<UpstreamResponse> read = Promise.promise();
        Buffer body = Buffer.buffer();
        response.exceptionHandler(read::tryFail);
        response.handler(bytes -> {
            if (body.length() + bytes.length() > LONGEST_RESPONSE) {
                read.tryFail(new UpstreamException("the response is longer than 1 MB", false));
                response.request().reset();
            } else {
                body.appendBuffer(bytes);
            }
        });
        response.endHandler(end -> read.tryComplete(new UpstreamResponse(response.statusCode(), body.toString(),
                header(response, "Retry-After"), header(response, "x-request-id").filter(id -> !id.isBlank()))));
        return read.future();
    }

    private static Optional<String> header(HttpClientResponse response, String name) {
        return Optional.ofNullable(response.getHeader(name));
    }

    private static RequestOptions options(Account account, ProviderRequest request, Optional<SocketAddress> server) {
        RequestOptions options = new RequestOptions()
                .setMethod(request.method())
                .setAbsoluteURI(request.url().toString())
                .setConnectTimeout(account.connectTimeout().toMillis())
                // The guards time out earlier; this only frees the connection of a hanging call.
                .setIdleTimeout(account.requestTimeout().toMillis());
        server.ifPresent(options::setServer);
        options.putHeader("User-Agent", USER_AGENT);
        request.headers().forEach(options::putHeader);
        return options;
    }
}
