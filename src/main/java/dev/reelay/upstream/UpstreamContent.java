package dev.reelay.upstream;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;

import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;

/**
 * Opens the bytes of a finished video at the upstream (manual, section "下载视频内容"). A plain Vert.x client: of those at hand
 * it alone lets a slow reader hold the sender back.
 */
@ApplicationScoped
public class UpstreamContent {
    /** More downloads than this from the upstream at once wait for one to end. */
    private static final int CONNECTIONS = 256;

    private static final Logger LOG = Logger.getLogger(UpstreamContent.class);

    private final UpstreamConfig config;
    private final UpstreamTarget target;
    private final Accounts accounts;
    private final Vertx vertx;
    private final HttpClient client;

    UpstreamContent(UpstreamConfig config, UpstreamTarget target, Accounts accounts, Vertx vertx) {
        this.config = config;
        this.target = target;
        this.accounts = accounts;
        this.vertx = vertx;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(CONNECTIONS)
                .setConnectTimeout((int) config.connectTimeout().toMillis())
                .setMaxChunkSize(64 * 1024));
    }

    /**
     * The head of the upstream's 200 answer; its body is paused and flows once somebody reads it. Resetting the
     * response's request gives the connection up. Fails with a {@link ReelayException} where there are no bytes.
     */
    public Future<HttpClientResponse> open(String account, String upstreamId) {
        return permit(account).compose(key -> client.request(new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(target.url() + "/v1/videos/" + upstreamId + "/content")
                .putHeader("Authorization", key)
                .setTimeout(config.contentTimeout().toMillis())))
                .compose(HttpClientRequest::send)
                .map(HttpClientResponse::pause)
                .recover(failure -> Future.failedFuture(failure instanceof ReelayException ? failure
                        : new ReelayException(ErrorCode.UPSTREAM_UNAVAILABLE,
                                "The upstream cannot be reached for the content now; try again")))
                .onSuccess(response -> heed(account, response))
                .compose(UpstreamContent::onlyBytes);
    }

    private Future<String> permit(String account) {
        return Future.fromCompletionStage(accounts.permit(account, Operation.CONTENT).subscribeAsCompletionStage(),
                vertx.getOrCreateContext())
                .recover(failure -> Future.failedFuture(failure instanceof NoPermit noPermit
                        ? ReelayException.later(ErrorCode.UPSTREAM_UNAVAILABLE,
                                "The upstream's limit on requests is reached; try again", noPermit.retryAfter())
                        : failure));
    }

    private void heed(String account, HttpClientResponse response) {
        accounts.heed(account, Operation.CONTENT, response.statusCode(),
                HttpAnswer.waitTold(Optional.ofNullable(response.getHeader("Retry-After")).orElse("")))
                .subscribe().with(heeded -> LOG.trace("heeded"), failure -> LOG.warn("A pause is not stored", failure));
    }

    private static Future<HttpClientResponse> onlyBytes(HttpClientResponse response) {
        if (response.statusCode() == 200) {
            return Future.succeededFuture(response);
        }
        response.exceptionHandler(reset -> LOG.debug("The body of an error is not read")).request().reset();
        return Future.failedFuture(switch (response.statusCode()) {
            case 404, 410 -> new ReelayException(ErrorCode.NOT_FOUND, "The upstream no longer has the content of this video");
            case 429, 503 -> new ReelayException(ErrorCode.UPSTREAM_UNAVAILABLE, "The upstream is busy; try again");
            default -> new ReelayException(ErrorCode.UPSTREAM_ERROR,
                    "The upstream answered the content request with HTTP " + response.statusCode());
        });
    }
}
