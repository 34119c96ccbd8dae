package dev.reelay.api.admin;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

import org.jboss.resteasy.reactive.RestPath;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.access.issued.IssuedKeys;
import dev.reelay.api.http.ApiPaths;
import dev.reelay.api.http.SmallBody;

/** Replaces the secret of a key, and ends a key. */
@Path(ApiPaths.ADMIN_KEYS)
@Produces(MediaType.APPLICATION_JSON)
class KeyActsResource {
    private final IssuedKeys keys;
    private final KeyListing listing;

    KeyActsResource(IssuedKeys keys, KeyListing listing) {
        this.keys = keys;
        this.listing = listing;
    }

    @POST
    @Path("/{id}/rotate")
    public Uni<KeyBody> rotate(@RestPath String id, @Context RoutingContext request) {
        return SmallBody.read(request.request()).map(KeyFields::grace)
                .chain(grace -> keys.rotate(listing.requireIssued(id), grace, Administrators.of(request)))
                .map(KeyBody::of);
    }

    @POST
    @Path("/{id}/revoke")
    public Uni<KeyBody> revoke(@RestPath String id, @Context RoutingContext request) {
        return Uni.createFrom().deferred(() -> keys.revoke(listing.requireIssued(id), Administrators.of(request)))
                .map(KeyBody::of);
    }
}
