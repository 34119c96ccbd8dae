package dev.reelay.upstream;

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
    private final HttpClient client;

    UpstreamContent(UpstreamConfig config, UpstreamTarget target, Vertx vertx) {
        this.config = config;
        this.target = target;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(CONNECTIONS)
                .setConnectTimeout((int) config.connectTimeout().toMillis())
                .setMaxChunkSize(64 * 1024));
    }

    /**
     * The head of the upstream's 200 answer; its body is paused and flows once somebody reads it. Resetting the
     * response's request gives the connection up. Fails with a {@link ReelayException} where there are no bytes.
     */
    public Future<HttpClientResponse> open(String upstreamId) {
        return client.request(new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(target.url() + "/v1/videos/" + upstreamId + "/content")
                .putHeader("Authorization", target.apiKey())
                .setTimeout(config.contentTimeout().toMillis()))
                .compose(HttpClientRequest::send)
                .map(HttpClientResponse::pause)
                .recover(failure -> Future.failedFuture(new ReelayException(ErrorCode.UPSTREAM_UNAVAILABLE,
                        "The upstream cannot be reached for the content now; try again")))
                .compose(UpstreamContent::onlyBytes);
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
