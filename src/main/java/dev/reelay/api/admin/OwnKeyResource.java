package dev.reelay.api.admin;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.api.http.ApiPaths;
import dev.reelay.api.http.AuthenticationFilter;

/** Shows the key of the caller. */
@Path(ApiPaths.OWN_KEY)
@Produces(MediaType.APPLICATION_JSON)
class OwnKeyResource {
    private final KeyListing listing;

    OwnKeyResource(KeyListing listing) {
        this.listing = listing;
    }

    @GET
    public Uni<OwnKeyBody> get(@Context RoutingContext request) {
        // No ticket is issued for this path, so the caller has a key.
        return listing.require(AuthenticationFilter.callerOf(request).key().orElseThrow().id()).map(OwnKeyBody::of);
    }
}
