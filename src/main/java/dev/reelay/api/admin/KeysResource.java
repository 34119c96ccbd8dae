package dev.reelay.api.admin;

import java.time.InstantSource;
import java.util.Optional;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
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

import dev.reelay.access.ApiKey;
import dev.reelay.access.issued.IssuedKeys;
import dev.reelay.access.issued.KeyStatus;
import dev.reelay.api.http.ApiPaths;
import dev.reelay.api.http.PageParams;
import dev.reelay.api.http.SmallBody;
import dev.reelay.api.wire.BodyFields;
import dev.reelay.api.wire.PageBody;
import dev.reelay.model.OfferedModels;

/** Creates, lists and changes keys. */
@Path(ApiPaths.ADMIN_KEYS)
@Produces(MediaType.APPLICATION_JSON)
class KeysResource {
    /** Owners of configured keys may be longer than those of issued ones. */
    private static final int OWNER_LIMIT = 1000;

    private final IssuedKeys keys;
    private final KeyListing listing;
    private final KeyBodies bodies;
    private final OfferedModels models;

    KeysResource(IssuedKeys keys, KeyListing listing, KeyBodies bodies, OfferedModels models) {
        this.keys = keys;
        this.listing = listing;
        this.bodies = bodies;
        this.models = models;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<KeyBody> create(@Context RoutingContext request) {
        return SmallBody.read(request.request())
                .map(body -> KeyFields.ofCreate(body, InstantSource.system(), this::isModel))
                .chain(fields -> keys.create(fields.create(), fields.owner(), Administrators.of(request)))
                .chain(bodies::of);
    }

    @GET
    public Uni<PageBody> list(@RestQuery @Nullable String limit, @RestQuery @Nullable String after,
            @RestQuery @Nullable String owner, @RestQuery @Nullable String status, @RestQuery @Nullable String source) {
        int size = PageParams.limit(limit);
        var filter = new KeyListing.Filter(
                Optional.ofNullable(owner).map(given -> BodyFields.line("owner", given, OWNER_LIMIT)),
                Optional.ofNullable(status).map(word -> KeyStatus.parse(word)
                        .orElseThrow(() -> BodyFields.invalid("status", "active, expired, revoked"))),
                Optional.ofNullable(source).map(word -> ApiKey.Source.parse(word)
                        .orElseThrow(() -> BodyFields.invalid("source", "issued, configured, generated"))));
        return listing.list(filter, Optional.ofNullable(after), size + 1)
                .map(found -> PageBody.first(size, found, KeyBody::id));
    }

    @GET
    @Path("/{id}")
    public Uni<KeyBody> get(@RestPath String id) {
        return listing.require(id);
    }

    @PATCH
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<KeyBody> update(@RestPath String id, @Context RoutingContext request) {
        return SmallBody.read(request.request())
                .map(body -> KeyFields.ofUpdate(body, InstantSource.system(), this::isModel))
                .chain(fields -> keys.update(listing.requireIssued(id), fields::apply, Administrators.of(request)))
                .chain(bodies::of);
    }

    private boolean isModel(String name) {
        return models.find(name).isPresent();
    }
}
