package dev.reelay.api.webhooks;

import java.util.List;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import io.quarkus.runtime.annotations.RegisterForReflection;

import dev.reelay.webhook.WebhookEndpoints;
import dev.reelay.webhook.store.EventType;
import dev.reelay.webhook.store.WebhookEndpoint;

/**
 * The JSON body of an endpoint.
 *
 * @param disabledReason null for an enabled endpoint
 * @param secret only in the responses that show it, otherwise null
 */
@RegisterForReflection
record EndpointBody(
        @JsonProperty("id") String id,
        @JsonProperty("object") String object,
        @JsonProperty("url") String url,
        @JsonProperty("events") List<String> events,
        @JsonProperty("description") String description,
        @JsonProperty("status") String status,
        @JsonProperty("disabled_reason") @Nullable String disabledReason,
        @JsonProperty("created_at") long createdAt,
        @JsonProperty("secret") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String secret) {

    /** The JSON body of all endpoints of an owner. */
    @RegisterForReflection
    record ListBody(@JsonProperty("object") String object, @JsonProperty("data") List<EndpointBody> data) {
        static ListBody of(List<WebhookEndpoint> endpoints) {
            return new ListBody("list", endpoints.stream().map(EndpointBody::of).toList());
        }
    }

    static EndpointBody of(WebhookEndpoint endpoint) {
        return of(endpoint, null);
    }

    static EndpointBody of(WebhookEndpoints.WithSecret created) {
        return of(created.endpoint(), created.secret());
    }

    private static EndpointBody of(WebhookEndpoint endpoint, @Nullable String secret) {
        return new EndpointBody(endpoint.id(), "webhook_endpoint", endpoint.url(),
                endpoint.wanted().stream().map(EventType::wireName).toList(), endpoint.description(),
                endpoint.isEnabled() ? EndpointFields.ENABLED : EndpointFields.DISABLED,
                endpoint.disabled().map(WebhookEndpoint.Reason::wireName).orElse(null), endpoint.created().getEpochSecond(),
                secret);
    }
}
