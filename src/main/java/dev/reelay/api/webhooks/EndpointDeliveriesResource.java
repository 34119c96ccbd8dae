package dev.reelay.api.webhooks;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.api.http.ApiPaths;
import dev.reelay.api.http.AuthenticationFilter;
import dev.reelay.api.http.PageParams;
import dev.reelay.error.ReelayException;
import dev.reelay.webhook.WebhookEndpoints;
import dev.reelay.webhook.store.WebhookDeliveryStore;
import dev.reelay.webhook.store.WebhookIds;

/** Lists and repeats the deliveries to an endpoint of the caller, and tests the endpoint. */
@Path(ApiPaths.WEBHOOK_ENDPOINTS)
@Produces(MediaType.APPLICATION_JSON)
class EndpointDeliveriesResource {
    private final WebhookEndpoints endpoints;
    private final WebhookDeliveryStore deliveries;

    EndpointDeliveriesResource(WebhookEndpoints endpoints, WebhookDeliveryStore deliveries) {
        this.endpoints = endpoints;
        this.deliveries = deliveries;
    }

    /** @param replayed number of deliveries that are tried again */
    @RegisterForReflection
    record ReplayBody(@JsonProperty("object") String object, @JsonProperty("replayed") int replayed) {
    }

    @POST
    @Path("/{id}/test")
    public Uni<DeliveryBody> test(@RestPath String id, @Context RoutingContext request) {
        return endpoints.test(WebhookIds.ENDPOINT.require(id), owner(request)).map(DeliveryBody::of);
    }

    @GET
    @Path("/{id}/deliveries")
    public Uni<DeliveryBody.ListBody> list(@RestPath String id, @RestQuery @Nullable String limit,
            @RestQuery @Nullable String after, @Context RoutingContext request) {
        int size = PageParams.limit(limit);
        return deliveries.list(WebhookIds.ENDPOINT.require(id), owner(request),
                Optional.ofNullable(after).map(WebhookIds.DELIVERY::require), size + 1)
                .map(found -> DeliveryBody.ListBody.of(found, size));
    }

    @POST
    @Path("/{id}/replay")
    public Uni<ReplayBody> replay(@RestPath String id, @RestQuery @Nullable String since, @Context RoutingContext request) {
        return deliveries.replay(WebhookIds.ENDPOINT.require(id), owner(request), since(since))
                .map(count -> new ReplayBody("webhook_replay", count));
    }

    private static Instant since(@Nullable String given) {
        if (given == null) {
            throw ReelayException.invalid("since", "Missing required parameter: since");
        }
        try {
            return given.matches("\\d{1,10}") ? Instant.ofEpochSecond(Long.parseLong(given))
                    : OffsetDateTime.parse(given).toInstant();
        } catch (DateTimeException malformed) {
            throw ReelayException.invalid("since", "Invalid value for parameter: since. "
                    + "Allowed: a Unix time in seconds, or a time such as 2026-01-31T12:00:00Z");
        }
    }

    private static String owner(RoutingContext request) {
        return AuthenticationFilter.callerOf(request).owner();
    }
}
