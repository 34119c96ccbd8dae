package dev.reelay.api.webhooks;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

import org.jboss.resteasy.reactive.RestPath;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.api.http.ApiPaths;
import dev.reelay.api.http.AuthenticationFilter;
import dev.reelay.webhook.store.WebhookDeliveryStore;
import dev.reelay.webhook.store.WebhookIds;

/** Repeats a delivery of the caller, to an endpoint or to the URL of a video. */
@Path(ApiPaths.WEBHOOK_DELIVERIES)
@Produces(MediaType.APPLICATION_JSON)
class WebhookDeliveriesResource {
    private final WebhookDeliveryStore deliveries;

    WebhookDeliveriesResource(WebhookDeliveryStore deliveries) {
        this.deliveries = deliveries;
    }

    @POST
    @Path("/{id}/retry")
    public Uni<DeliveryBody> retry(@RestPath String id, @Context RoutingContext request) {
        return deliveries.retry(WebhookIds.DELIVERY.require(id), AuthenticationFilter.callerOf(request).owner())
                .map(DeliveryBody::of);
    }
}
