package dev.reelay.api.admin;

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

import dev.reelay.access.issued.IssuedKeys;
import dev.reelay.api.http.ApiPaths;
import dev.reelay.api.http.SmallBody;
import dev.reelay.api.resources.OwnedVideos;
import dev.reelay.api.wire.BodyFields;

/** Replaces the secret of a key, and ends a key. */
@Path(ApiPaths.ADMIN_KEYS)
@Produces(MediaType.APPLICATION_JSON)
class KeyActsResource {
    private final IssuedKeys keys;
    private final KeyListing listing;
    private final KeyBodies bodies;
    private final OwnedVideos videos;

    KeyActsResource(IssuedKeys keys, KeyListing listing, KeyBodies bodies, OwnedVideos videos) {
        this.keys = keys;
        this.listing = listing;
        this.bodies = bodies;
        this.videos = videos;
    }

    @POST
    @Path("/{id}/rotate")
    public Uni<KeyBody> rotate(@RestPath String id, @Context RoutingContext request) {
        return SmallBody.read(request.request()).map(KeyFields::grace)
                .chain(grace -> keys.rotate(listing.requireIssued(id), grace, Administrators.of(request)))
                .chain(bodies::of);
    }

    /** @param what {@code cancel} to cancel the open videos of the key, or {@code keep}, the default */
    @POST
    @Path("/{id}/revoke")
    public Uni<KeyBody> revoke(@RestPath String id, @RestQuery("videos") @Nullable String what,
            @Context RoutingContext request) {
        boolean cancels = cancels(what);
        return Uni.createFrom().deferred(() -> keys.revoke(listing.requireIssued(id), Administrators.of(request)))
                .call(key -> cancels ? videos.cancelAll(key.id(), key.owner(), request) : Uni.createFrom().voidItem())
                .chain(bodies::of);
    }

    private static boolean cancels(@Nullable String what) {
        if (what != null && !what.equals("cancel") && !what.equals("keep")) {
            throw BodyFields.invalid("videos", "cancel, keep");
        }
        return "cancel".equals(what);
    }
}
