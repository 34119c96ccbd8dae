package dev.reelay.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;
import dev.reelay.webhook.delivery.WebhookSignature;
import dev.reelay.webhook.store.EventType;
import dev.reelay.webhook.store.WebhookDelivery;
import dev.reelay.webhook.store.WebhookDeliveryStore;
import dev.reelay.webhook.store.WebhookEndpoint;
import dev.reelay.webhook.store.WebhookEndpointStore;
import dev.reelay.webhook.store.WebhookSecretStore;

/** Creates, changes and tests endpoints for their owners. */
@ApplicationScoped
public class WebhookEndpoints {
    /** The number of endpoints that an owner may have. */
    public static final int LIMIT = 16;

    private static final Duration ROTATION_OVERLAP = Duration.ofHours(24);

    private final WebhookUrls urls;
    private final WebhookEvents events;
    private final WebhookEndpointStore endpoints;
    private final WebhookDeliveryStore deliveries;
    private final WebhookSecretStore secrets;

    WebhookEndpoints(WebhookUrls urls, WebhookEvents events, WebhookEndpointStore endpoints, WebhookDeliveryStore deliveries,
            WebhookSecretStore secrets) {
        this.urls = urls;
        this.events = events;
        this.endpoints = endpoints;
        this.deliveries = deliveries;
        this.secrets = secrets;
    }

    /** An endpoint with its secret, which only this response shows. */
    public record WithSecret(WebhookEndpoint endpoint, String secret) {
    }

    /**
     * Creates an enabled endpoint.
     *
     * @param wanted empty for all
     * @return fails with {@link ErrorCode#INVALID_REQUEST} for a forbidden URL, and with {@link ErrorCode#CONFLICT} if the
     *         owner has {@value #LIMIT}
     */
    public Uni<WithSecret> create(String owner, String url, List<EventType> wanted, String description) {
        String secret = WebhookSignature.newSecret();
        return urls.check("url", url)
                .chain(checked -> endpoints.create(owner, checked, wanted, description, secret, LIMIT))
                .map(created -> new WithSecret(created.orElseThrow(WebhookEndpoints::tooMany), secret));
    }

    private static ReelayException tooMany() {
        return new ReelayException(ErrorCode.CONFLICT,
                "Too many webhook endpoints: %d are allowed. Delete one first".formatted(LIMIT));
    }

    /**
     * Changes an endpoint.
     *
     * @param url the new URL, if there is one
     * @param change the other changes
     */
    public Uni<WebhookEndpoint> update(String id, String owner, Optional<String> url, UnaryOperator<WebhookEndpoint> change) {
        return url.map(next -> urls.check("url", next).replaceWithVoid()).orElse(Uni.createFrom().voidItem())
                .chain(() -> endpoints.update(id, owner,
                        endpoint -> change.apply(url.map(endpoint::withUrl).orElse(endpoint))));
    }

    /** Replaces the secret; for a day, the former one signs as well. */
    public Uni<WithSecret> rotateSecret(String id, String owner) {
        String secret = WebhookSignature.newSecret();
        return endpoints.rotateSecret(id, owner, secret, ROTATION_OVERLAP).map(rotated -> new WithSecret(rotated, secret));
    }

    /** Sends an event that no video caused; fails with {@link ErrorCode#CONFLICT} if the endpoint is disabled. */
    public Uni<WebhookDelivery> test(String id, String owner) {
        return endpoints.require(id, owner).invoke(WebhookEndpoints::requireEnabled)
                .chain(endpoint -> deliveries.addTest(events.test(owner, id), id));
    }

    private static void requireEnabled(WebhookEndpoint endpoint) {
        if (!endpoint.isEnabled()) {
            throw new ReelayException(ErrorCode.CONFLICT, "%s is disabled: enable it first".formatted(endpoint.id()));
        }
    }

    /** Returns the secret that signs the events for the URLs of single videos; the first call creates it. */
    public Uni<String> ownerSecret(String owner) {
        return secrets.secretOf(owner, WebhookSignature.newSecret());
    }
}
