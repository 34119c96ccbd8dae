package dev.reelay.api.usage;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.api.http.ApiPaths;
import dev.reelay.usage.UsageGroup;

/** {@code GET /admin/usage}: what the videos of all keys cost. */
@Path(ApiPaths.ADMIN_USAGE)
@Produces({ MediaType.APPLICATION_JSON, UsageResponses.CSV })
class AdminUsageResource {
    private static final Set<UsageGroup> ALL = EnumSet.allOf(UsageGroup.class);

    private final UsageResponses responses;

    AdminUsageResource(UsageResponses responses) {
        this.responses = responses;
    }

    @GET
    public Uni<Response> usage(@Context RoutingContext request) {
        return responses.respond(request, ALL, ALL, Map.of());
    }
}
