package dev.reelay.upstream;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.runtime.ImageMode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.SocketAddress;

import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;
import dev.reelay.outbound.RefusedUrlException;
import dev.reelay.upstream.account.UpstreamConfig;
import dev.reelay.upstream.dialect.Account;
import dev.reelay.upstream.dialect.ContentRequest;
import dev.reelay.upstream.http.ForeignUrls;

/**
 * Sends content requests and follows redirects. A URL of the upstream may name any host, so the key goes to the account's own
 * origin only, and {@link ForeignUrls} checks its address. It uses the plain Vert.x HTTP client, because the REST client has no
 * back-pressure for a slow reader.
 */
@ApplicationScoped
class ContentConnector {
    /** Limit on concurrent downloads of one event loop; further downloads wait for a free connection. */
    private static final int CONNECTIONS = 256;
    private static final int REDIRECTS = 5;

    private final UpstreamConfig config;
    private final ForeignUrls foreignUrls;
    private final Vertx vertx;
    private final HttpClientOptions options;
    private final Map<Thread, HttpClient> clients = new ConcurrentHashMap<>();

    ContentConnector(UpstreamConfig config, ForeignUrls foreignUrls, Vertx vertx) {
        this.config = config;
        this.foreignUrls = foreignUrls;
        this.vertx = vertx;
        this.options = options(config);
    }

    /**
     * Returns the options of the clients. If there is a BoringSSL for the platform, it decrypts: with the TLS of Java 17, a
     * download takes two thirds more processor time.
     */
    static HttpClientOptions options(UpstreamConfig config) {
        HttpClientOptions options = new HttpClientOptions()
                .setMaxPoolSize(CONNECTIONS)
                .setConnectTimeout((int) config.connectTimeout().toMillis())
                .setMaxChunkSize(PooledBodies.CHUNK_BYTES);
        if (ImageMode.current() == ImageMode.JVM && OpenSSLEngineOptions.isAvailable()) {
            // Vert.x uses an engine only if TLS is the default of the client; each request tells whether it needs TLS.
            options.setSsl(true).setSslEngineOptions(new OpenSSLEngineOptions());
        }
        return options;
    }

    /** Returns the head of the response, of whatever status code but a redirect. The body is paused. */
    Future<ContentReply> send(Account account, ContentRequest content, ContentQuery query) {
        return send(account, content, query, REDIRECTS);
    }

    private Future<ContentReply> send(Account account, ContentRequest content, ContentQuery query, int redirects) {
        return foreignUrls.server(account, content.url())
                .recover(ContentConnector::refusal)
                .compose(server -> ask(content, query, server)
                        // The upstream may close a kept-alive connection at the moment of its reuse.
                        .recover(failure -> failure instanceof HttpClosedException ? ask(content, query, server)
                                : Future.failedFuture(failure)))
                .compose(response -> redirect(content, response)
                        .map(target -> follow(account, ContentRequest.of(account, target, content.headers()), query,
                                redirects, response))
                        .orElseGet(() -> Future.succeededFuture(response)));
    }

    private static <T> Future<T> refusal(Throwable failure) {
        return Future.failedFuture(failure instanceof RefusedUrlException refused
                ? new ReelayException(ErrorCode.UPSTREAM_ERROR, refused.getMessage() + " for the content")
                : failure);
    }

    private Future<ContentReply> follow(Account account, ContentRequest target, ContentQuery query, int redirects,
            ContentReply response) {
        response.body().cancel();
        return redirects > 0 ? send(account, target, query, redirects - 1)
                : Future.failedFuture(new ReelayException(ErrorCode.UPSTREAM_ERROR,
                        "The upstream redirects the content request too often"));
    }

    private Future<ContentReply> ask(ContentRequest content, ContentQuery query, Optional<SocketAddress> server) {
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(content.url().toString())
                .setTimeout(config.contentTimeout().toMillis());
        server.ifPresent(request::setServer);
        content.headers().forEach(request::putHeader);
        query.range().ifPresent(range -> request.putHeader("Range", range));
        query.ifRange().ifPresent(validator -> request.putHeader("If-Range", validator));
        return client().request(request).compose(HttpClientRequest::send).map(ContentReply::of);
    }

    /**
     * Returns the HTTP client of the current event loop. A shared connection pool would hand out connections of other event
     * loops, and each chunk would then switch threads on its way to the client.
     */
    private HttpClient client() {
        return clients.computeIfAbsent(Thread.currentThread(), eventLoop -> vertx.createHttpClient(options)
                .connectionHandler(PooledBodies::install));
    }

    /** Returns where a response redirects to (RFC 9110, 15.4); empty for other responses, and for a step from https to http. */
    private static Optional<URI> redirect(ContentRequest content, ContentReply response) {
        Optional<String> location = switch (response.status()) {
            case 301, 302, 303, 307, 308 -> response.header(HttpHeaders.LOCATION);
            default -> Optional.empty();
        };
        if (location.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI target = content.url().resolve(location.get());
            boolean safe = "https".equalsIgnoreCase(target.getScheme())
                    || "http".equalsIgnoreCase(target.getScheme()) && "http".equalsIgnoreCase(content.url().getScheme());
            return Optional.of(target).filter(url -> safe && url.getRawAuthority() != null);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
