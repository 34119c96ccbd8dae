package dev.reelay.api.webhooks;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.api.http.ApiPaths;
import dev.reelay.api.http.AuthenticationFilter;
import dev.reelay.webhook.WebhookEndpoints;

/** Shows the caller's secret, which signs the events for the field {@code webhook_url} of creates. */
@Path(ApiPaths.WEBHOOK_SECRET)
@Produces(MediaType.APPLICATION_JSON)
class WebhookSecretResource {
    private final WebhookEndpoints endpoints;

    WebhookSecretResource(WebhookEndpoints endpoints) {
        this.endpoints = endpoints;
    }

    @RegisterForReflection
    record SecretBody(@JsonProperty("object") String object, @JsonProperty("secret") String secret) {
    }

    @GET
    public Uni<SecretBody> get(@Context RoutingContext request) {
        return endpoints.ownerSecret(AuthenticationFilter.callerOf(request).owner())
                .map(secret -> new SecretBody("webhook_secret", secret));
    }
}
