package dev.reelay.upstream;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;

import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;
import dev.reelay.upstream.account.AccountPool;
import dev.reelay.upstream.account.AccountRegistry;
import dev.reelay.upstream.account.NoPermitException;
import dev.reelay.upstream.account.Operation;
import dev.reelay.upstream.dialect.Account;
import dev.reelay.upstream.dialect.ContentLocation;
import dev.reelay.upstream.dialect.ContentRequest;
import dev.reelay.upstream.dialect.Handle;
import dev.reelay.upstream.dialect.UpstreamResponse;
import dev.reelay.upstream.dialect.UpstreamStatus.Completed;
import dev.reelay.video.Video.UpstreamJob;

/**
 * Downloads the content of a finished video from the upstream (contract 5). If the URL that the upstream named has expired, it
 * asks the upstream for the present one, once.
 */
@ApplicationScoped
public class UpstreamContentClient {
    private static final Logger LOG = Logger.getLogger(UpstreamContentClient.class);

    private final Upstream upstream;
    private final ContentConnector connector;
    private final Dialects dialects;
    private final AccountRegistry registry;
    private final AccountPool accounts;
    private final Vertx vertx;

    UpstreamContentClient(Upstream upstream, ContentConnector connector, Dialects dialects, AccountRegistry registry,
            AccountPool accounts, Vertx vertx) {
        this.upstream = upstream;
        this.connector = connector;
        this.dialects = dialects;
        this.registry = registry;
        this.accounts = accounts;
        this.vertx = vertx;
    }

    /**
     * Requests content and returns the head of the response. The body stays paused until it is read. Fails with
     * {@link ReelayException} if there is no content.
     */
    public Future<UpstreamContentResponse> open(UpstreamJob job, ContentQuery query) {
        return send(job, new ContentLocation(job.contentUrl()), query)
                .compose(response -> job.contentUrl().isPresent() && isExpired(response.status())
                        ? renewed(job, query, response)
                        : opened(response, query, Optional.empty()))
                .recover(failure -> Future.failedFuture(failure instanceof ReelayException ? failure
                        : new ReelayException(ErrorCode.UPSTREAM_UNAVAILABLE,
                                "The upstream cannot be reached for the content now; try again")));
    }

    private Future<ContentReply> send(UpstreamJob job, ContentLocation location, ContentQuery query) {
        String name = job.account().orElseThrow();
        Account account = registry.get(name).account();
        Optional<ContentRequest> content = dialects.of(name).content(account, new Handle(job.handle().orElseThrow()), location,
                query.variant());
        if (content.isEmpty()) {
            return Future.failedFuture(query.notOffered());
        }
        // The provider's limits are those of its own URL; other hosts only keep files.
        return !account.hasOrigin(content.get().url()) ? connector.send(account, content.get(), query)
                : permit(name, query.operation()).compose(permitted -> connector.send(permitted, content.get(), query))
                        .onSuccess(response -> onResponse(name, query.operation(), response));
    }

    /** Returns whether a signed URL may have expired: storages answer with each of these. */
    private static boolean isExpired(int status) {
        return status == 401 || status == 403 || status == 404 || status == 410;
    }

    /** Requests the content at the URL that the upstream names now, or returns the error of the old one. */
    private Future<UpstreamContentResponse> renewed(UpstreamJob job, ContentQuery query, ContentReply expired) {
        return Future.fromCompletionStage(upstream.status(job.account().orElseThrow(), new Handle(job.handle().orElseThrow()))
                .map(status -> status instanceof Completed completed ? completed.location().url() : Optional.<URI> empty())
                .onFailure().invoke(failure -> LOG.infof("Could not ask for a new URL of the content: %s", failure))
                .onFailure().recoverWithItem(Optional.empty())
                .subscribeAsCompletionStage(), vertx.getOrCreateContext())
                .compose(url -> url.isEmpty() || url.equals(job.contentUrl()) ? opened(expired, query, Optional.empty())
                        : send(job, new ContentLocation(url), query)
                                .onComplete(sent -> expired.body().cancel())
                                .compose(response -> opened(response, query, url)));
    }

    private Future<Account> permit(String account, Operation operation) {
        return Future.fromCompletionStage(Uni.createFrom().deferred(() -> accounts.permit(account, operation))
                .subscribeAsCompletionStage(), vertx.getOrCreateContext())
                .recover(failure -> Future.failedFuture(failure instanceof NoPermitException noPermit
                        ? ReelayException.later(ErrorCode.UPSTREAM_UNAVAILABLE,
                                "The upstream's limit on requests is reached; try again", noPermit.retryAfter())
                        : failure));
    }

    private void onResponse(String account, Operation operation, ContentReply response) {
        accounts.onResponse(account, operation, response.status(),
                UpstreamResponse.retryDelay(
                        response.header(HttpHeaders.RETRY_AFTER).orElse(""), Instant.now()))
                .subscribe().with(stored -> LOG.trace("Stored"), failure -> LOG.warn("Could not store a pause", failure));
    }

    private static Future<UpstreamContentResponse> opened(ContentReply response, ContentQuery query,
            Optional<URI> renewedUrl) {
        Optional<ReelayException> refusal = query.errorFor(response.status(),
                response.header(HttpHeaders.CONTENT_TYPE));
        Optional<UpstreamContentResponse> body = refusal.isPresent() ? Optional.empty()
                : UpstreamContentResponse.of(response, renewedUrl);
        if (body.isEmpty()) {
            response.body().cancel();
        }
        return body.map(Future::succeededFuture).orElseGet(() -> Future.failedFuture(refusal.orElseGet(
                () -> new ReelayException(ErrorCode.UPSTREAM_ERROR,
                        "The upstream answered with a range that cannot be read"))));
    }
}
