package dev.reelay.upstream;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;

import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;
import dev.reelay.upstream.account.AccountPool;
import dev.reelay.upstream.account.NoPermitException;
import dev.reelay.upstream.account.Operation;
import dev.reelay.upstream.account.UpstreamConfig;
import dev.reelay.upstream.dialect.Account;
import dev.reelay.upstream.dialect.ContentLocation;
import dev.reelay.upstream.dialect.ContentRequest;
import dev.reelay.upstream.dialect.Handle;
import dev.reelay.upstream.dialect.UpstreamResponse;
import dev.reelay.video.Video.UpstreamJob;

/**
 * Downloads the content of a finished video from the upstream (contract 5). It uses the plain Vert.x HTTP client, because the
 * REST client has no back-pressure for a slow reader.
 */
@ApplicationScoped
public class UpstreamContentClient {
    /** Limit on concurrent downloads of one event loop; further downloads wait for a free connection. */
    private static final int CONNECTIONS = 256;
    /** Size of one chunk in bytes. Larger chunks are faster, but each download keeps a few of them in memory. */
    private static final int CHUNK_BYTES = 64 * 1024;

    private static final Logger LOG = Logger.getLogger(UpstreamContentClient.class);

    private final UpstreamConfig config;
    private final Dialects dialects;
    private final AccountPool accounts;
    private final Vertx vertx;
    private final HttpClientOptions options;
    private final Map<Thread, HttpClient> clients = new ConcurrentHashMap<>();

    UpstreamContentClient(UpstreamConfig config, Dialects dialects, AccountPool accounts, Vertx vertx) {
        this.config = config;
        this.dialects = dialects;
        this.accounts = accounts;
        this.vertx = vertx;
        this.options = new HttpClientOptions()
                .setMaxPoolSize(CONNECTIONS)
                .setConnectTimeout((int) config.connectTimeout().toMillis())
                .setMaxChunkSize(CHUNK_BYTES);
    }

    /**
     * Requests content and returns the head of the response. The body stays paused until it is read. Fails with
     * {@link ReelayException} if there is no content.
     */
    public Future<UpstreamContentResponse> open(UpstreamJob job, ContentQuery query) {
        String account = job.account().orElseThrow();
        return ask(account, job, query)
                .recover(failure -> failure instanceof HttpClosedException ? ask(account, job, query)
                        : Future.failedFuture(failure))
                .map(HttpClientResponse::pause)
                .recover(failure -> Future.failedFuture(failure instanceof ReelayException ? failure
                        : new ReelayException(ErrorCode.UPSTREAM_UNAVAILABLE,
                                "The upstream cannot be reached for the content now; try again")))
                .onSuccess(response -> onResponse(account, query.operation(), response))
                .compose(response -> opened(response, query));
    }

    /** Sends the request. {@link #open} sends it again if the upstream closed the kept-alive connection at that moment. */
    private Future<HttpClientResponse> ask(String account, UpstreamJob job, ContentQuery query) {
        return permit(account, query.operation())
                .map(permitted -> dialects.of(account).content(permitted, new Handle(job.handle().orElseThrow()),
                        new ContentLocation(job.contentUrl()), query.variant()))
                .compose(content -> client().request(options(content, query)))
                .compose(HttpClientRequest::send);
    }

    /**
     * Returns the HTTP client of the current event loop. A shared connection pool would hand out connections of other event
     * loops, and each chunk would then switch threads on its way to the client.
     */
    private HttpClient client() {
        return clients.computeIfAbsent(Thread.currentThread(), eventLoop -> vertx.createHttpClient(options));
    }

    private RequestOptions options(ContentRequest content, ContentQuery query) {
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(content.url().toString())
                .setTimeout(config.contentTimeout().toMillis());
        content.headers().forEach(request::putHeader);
        query.range().ifPresent(range -> request.putHeader("Range", range));
        query.ifRange().ifPresent(validator -> request.putHeader("If-Range", validator));
        return request;
    }

    private Future<Account> permit(String account, Operation operation) {
        return Future.fromCompletionStage(Uni.createFrom().deferred(() -> accounts.permit(account, operation))
                .subscribeAsCompletionStage(), vertx.getOrCreateContext())
                .recover(failure -> Future.failedFuture(failure instanceof NoPermitException noPermit
                        ? ReelayException.later(ErrorCode.UPSTREAM_UNAVAILABLE,
                                "The upstream's limit on requests is reached; try again", noPermit.retryAfter())
                        : failure));
    }

    private void onResponse(String account, Operation operation, HttpClientResponse response) {
        accounts.onResponse(account, operation, response.statusCode(),
                UpstreamResponse.retryDelay(
                        Optional.ofNullable(response.getHeader(HttpHeaders.RETRY_AFTER)).orElse(""), Instant.now()))
                .subscribe().with(stored -> LOG.trace("Stored"), failure -> LOG.warn("Could not store a pause", failure));
    }

    private static Future<UpstreamContentResponse> opened(HttpClientResponse response, ContentQuery query) {
        Optional<ReelayException> refusal = query.errorFor(response.statusCode(),
                Optional.ofNullable(response.getHeader(HttpHeaders.CONTENT_TYPE)));
        Optional<UpstreamContentResponse> body = refusal.isPresent() ? Optional.empty() : UpstreamContentResponse.of(response);
        if (body.isEmpty()) {
            response.exceptionHandler(reset -> LOG.debug("Discarded the body of an error response")).request().reset();
        }
        return body.map(Future::succeededFuture).orElseGet(() -> Future.failedFuture(refusal.orElseGet(
                () -> new ReelayException(ErrorCode.UPSTREAM_ERROR,
                        "The upstream answered with a range that cannot be read"))));
    }
}
