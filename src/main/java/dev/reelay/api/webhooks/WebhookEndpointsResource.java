package dev.reelay.api.webhooks;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
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
import dev.reelay.api.http.SmallBody;
import dev.reelay.api.wire.DeletedBody;
import dev.reelay.webhook.WebhookEndpoints;
import dev.reelay.webhook.store.WebhookEndpointStore;
import dev.reelay.webhook.store.WebhookIds;

/** Creates, lists, changes and deletes the webhook endpoints of the caller. */
@Path(ApiPaths.WEBHOOK_ENDPOINTS)
@Produces(MediaType.APPLICATION_JSON)
class WebhookEndpointsResource {
    private final WebhookEndpoints endpoints;
    private final WebhookEndpointStore store;

    WebhookEndpointsResource(WebhookEndpoints endpoints, WebhookEndpointStore store) {
        this.endpoints = endpoints;
        this.store = store;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<EndpointBody> create(@Context RoutingContext request) {
        return fields(request)
                .chain(fields -> endpoints.create(owner(request), fields.requireUrl(), fields.events(), fields.description()))
                .map(EndpointBody::of);
    }

    @GET
    public Uni<EndpointBody.ListBody> list(@Context RoutingContext request) {
        return store.list(owner(request)).map(EndpointBody.ListBody::of);
    }

    @GET
    @Path("/{id}")
    public Uni<EndpointBody> get(@RestPath String id, @Context RoutingContext request) {
        return store.require(WebhookIds.ENDPOINT.require(id), owner(request)).map(EndpointBody::of);
    }

    @PATCH
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<EndpointBody> update(@RestPath String id, @Context RoutingContext request) {
        return fields(request)
                .chain(fields -> endpoints.update(WebhookIds.ENDPOINT.require(id), owner(request), fields.url(), fields::apply))
                .map(EndpointBody::of);
    }

    @DELETE
    @Path("/{id}")
    public Uni<DeletedBody> delete(@RestPath String id, @Context RoutingContext request) {
        return store.delete(WebhookIds.ENDPOINT.require(id), owner(request))
                .replaceWith(() -> DeletedBody.of(id, "webhook_endpoint"));
    }

    @POST
    @Path("/{id}/rotate_secret")
    public Uni<EndpointBody> rotateSecret(@RestPath String id, @Context RoutingContext request) {
        return endpoints.rotateSecret(WebhookIds.ENDPOINT.require(id), owner(request)).map(EndpointBody::of);
    }

    private static Uni<EndpointFields> fields(RoutingContext request) {
        return SmallBody.read(request.request()).map(EndpointFields::parse);
    }

    private static String owner(RoutingContext request) {
        return AuthenticationFilter.callerOf(request).owner();
    }
}
