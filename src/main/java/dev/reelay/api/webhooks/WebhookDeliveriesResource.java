package dev.reelay.api.webhooks;

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

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.api.http.ApiPaths;
import dev.reelay.api.http.AuthenticationFilter;
import dev.reelay.api.http.PageParams;
import dev.reelay.error.ReelayException;
import dev.reelay.webhook.store.WebhookDeliveryStore;
import dev.reelay.webhook.store.WebhookIds;

/** Lists the deliveries of a video of the caller, and repeats a delivery, to an endpoint or to the URL of a video. */
@Path(ApiPaths.WEBHOOK_DELIVERIES)
@Produces(MediaType.APPLICATION_JSON)
class WebhookDeliveriesResource {
    private final WebhookDeliveryStore deliveries;

    WebhookDeliveriesResource(WebhookDeliveryStore deliveries) {
        this.deliveries = deliveries;
    }

    @GET
    public Uni<DeliveryBody.ListBody> list(@RestQuery("video_id") @Nullable String video, @RestQuery @Nullable String limit,
            @RestQuery @Nullable String after, @Context RoutingContext request) {
        if (video == null) {
            throw ReelayException.invalid("video_id", "Missing required parameter: video_id");
        }
        int size = PageParams.limit(limit);
        return deliveries.listOfVideo(video, AuthenticationFilter.callerOf(request).owner(),
                Optional.ofNullable(after).map(WebhookIds.DELIVERY::require), size + 1)
                .map(found -> DeliveryBody.ListBody.of(found, size));
    }

    @POST
    @Path("/{id}/retry")
    public Uni<DeliveryBody> retry(@RestPath String id, @Context RoutingContext request) {
        return deliveries.retry(WebhookIds.DELIVERY.require(id), AuthenticationFilter.callerOf(request).owner())
                .map(DeliveryBody::of);
    }
}
