package dev.reelay.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
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

/**
 * Opens the bytes of a finished video at the upstream (manual, section "下载视频内容"). A plain Vert.x client: of those at hand
 * it alone lets a slow reader hold the sender back.
 */
@ApplicationScoped
public class UpstreamContentClient {
    /** More downloads than this from the upstream at once, on one event loop, wait for one to end. */
    private static final int CONNECTIONS = 256;
    /** What is read at once: fewer and larger ones are faster, but each download holds a few of them. */
    private static final int CHUNK_BYTES = 64 * 1024;

    private static final Logger LOG = Logger.getLogger(UpstreamContentClient.class);

    private final UpstreamConfig config;
    private final AccountSettings target;
    private final AccountPool accounts;
    private final Vertx vertx;
    private final HttpClientOptions options;
    private final Map<Thread, HttpClient> clients = new ConcurrentHashMap<>();

    UpstreamContentClient(UpstreamConfig config, AccountSettings target, AccountPool accounts, Vertx vertx) {
        this.config = config;
        this.target = target;
        this.accounts = accounts;
        this.vertx = vertx;
        this.options = new HttpClientOptions()
                .setMaxPoolSize(CONNECTIONS)
                .setConnectTimeout((int) config.connectTimeout().toMillis())
                .setMaxChunkSize(CHUNK_BYTES);
    }

    /**
     * The head of the upstream's answer; its body is paused and flows once somebody reads it. Fails with a
     * {@link ReelayException} where there are no bytes.
     */
    public Future<UpstreamContentResponse> open(String account, String upstreamId, ContentQuery query) {
        return ask(account, upstreamId, query)
                .recover(failure -> failure instanceof HttpClosedException ? ask(account, upstreamId, query)
                        : Future.failedFuture(failure))
                .map(HttpClientResponse::pause)
                .recover(failure -> Future.failedFuture(failure instanceof ReelayException ? failure
                        : new ReelayException(ErrorCode.UPSTREAM_UNAVAILABLE,
                                "The upstream cannot be reached for the content now; try again")))
                .onSuccess(response -> onResponse(account, query.operation(), response))
                .compose(response -> opened(response, query));
    }

    /** A connection that was kept may be closed by the upstream just as it is used again: then this is asked once more. */
    private Future<HttpClientResponse> ask(String account, String upstreamId, ContentQuery query) {
        return permit(account, query.operation())
                .compose(key -> client().request(request(key, upstreamId, query)))
                .compose(HttpClientRequest::send);
    }

    /**
     * One for each event loop: a pool of connections that all share would hand out those of another loop, and then each
     * chunk would change threads on its way to the caller.
     */
    private HttpClient client() {
        return clients.computeIfAbsent(Thread.currentThread(), eventLoop -> vertx.createHttpClient(options));
    }

    private RequestOptions request(String key, String upstreamId, ContentQuery query) {
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(target.url() + "/v1/videos/" + pathSegment(upstreamId) + "/content" + query.parameters())
                .putHeader(HttpHeaders.AUTHORIZATION, key)
                .setTimeout(config.contentTimeout().toMillis());
        query.range().ifPresent(range -> request.putHeader("Range", range));
        query.ifRange().ifPresent(validator -> request.putHeader("If-Range", validator));
        return request;
    }

    /** Returns the id as one segment of a path (RFC 3986, 3.3): an upstream may call a video what it likes. */
    static String pathSegment(String id) {
        String encoded = URLEncoder.encode(id, UTF_8).replace("+", "%20").replace("%7E", "~");
        // A client would remove these segments, encoded or not.
        return encoded.equals(".") || encoded.equals("..") ? encoded.replace(".", "%2E") : encoded;
    }

    private Future<String> permit(String account, Operation operation) {
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
                .subscribe().with(heeded -> LOG.trace("heeded"), failure -> LOG.warn("A pause is not stored", failure));
    }

    private static Future<UpstreamContentResponse> opened(HttpClientResponse response, ContentQuery query) {
        Optional<ReelayException> refusal = query.errorFor(response.statusCode(),
                Optional.ofNullable(response.getHeader(HttpHeaders.CONTENT_TYPE)));
        Optional<UpstreamContentResponse> body = refusal.isPresent() ? Optional.empty() : UpstreamContentResponse.of(response);
        if (body.isEmpty()) {
            response.exceptionHandler(reset -> LOG.debug("The body of an error is not read")).request().reset();
        }
        return body.map(Future::succeededFuture).orElseGet(() -> Future.failedFuture(refusal.orElseGet(
                () -> new ReelayException(ErrorCode.UPSTREAM_ERROR,
                        "The upstream answered with a range that cannot be read"))));
    }
}
