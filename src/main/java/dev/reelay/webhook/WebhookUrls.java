package dev.reelay.webhook;

import java.net.URI;
import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;
import dev.reelay.outbound.OutboundGuard;
import dev.reelay.outbound.RefusedUrlException;
import dev.reelay.outbound.UrlPolicy;
import dev.reelay.webhook.delivery.WebhookConfig;

/** Checks URLs when owners name them, so that they learn at once of one that no event will ever reach. */
@ApplicationScoped
public class WebhookUrls {
    /** A slow look-up must not delay a request; each delivery checks the address anyway. */
    private static final Duration LOOK_UP_LIMIT = Duration.ofSeconds(2);

    private final OutboundGuard guard;
    private final UrlPolicy policy;

    WebhookUrls(OutboundGuard guard, WebhookConfig config) {
        this.guard = guard;
        this.policy = config.policy();
    }

    /**
     * Returns the URL after its check. A host without an address is allowed, because it may get one later.
     *
     * @param param the name of the parameter with the URL
     * @return fails with {@link ErrorCode#INVALID_REQUEST} if no request may go to the URL
     */
    public Uni<String> check(String param, String url) {
        return Uni.createFrom().deferred(() -> checked(policy.parse(url)))
                .onFailure(RefusedUrlException.class)
                .transform(refused -> ReelayException.invalid(param,
                        "Invalid value for parameter: %s. %s".formatted(param, refused.getMessage())))
                .replaceWith(url);
    }

    private Uni<Void> checked(URI url) {
        return Uni.createFrom().completionStage(() -> guard.check(url, policy).toCompletionStage()).replaceWithVoid()
                .ifNoItem().after(LOOK_UP_LIMIT).fail()
                .onFailure(failure -> !(failure instanceof RefusedUrlException)).recoverWithNull();
    }
}
