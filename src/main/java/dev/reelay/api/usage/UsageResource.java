package dev.reelay.api.usage;

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

import dev.reelay.access.CallerKey;
import dev.reelay.api.http.ApiPaths;
import dev.reelay.api.http.AuthenticationFilter;
import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;
import dev.reelay.usage.UsageGroup;

/** {@code GET /v1/usage}: what the videos of the caller's key cost. */
@Path(ApiPaths.USAGE)
@Produces({ MediaType.APPLICATION_JSON, UsageResponses.CSV })
class UsageResource {
    private static final Set<UsageGroup> GROUPS = Set.of(UsageGroup.MODEL, UsageGroup.STATUS);

    private final UsageResponses responses;

    UsageResource(UsageResponses responses) {
        this.responses = responses;
    }

    @GET
    public Uni<Response> usage(@Context RoutingContext request) {
        CallerKey key = AuthenticationFilter.callerOf(request).key().orElseThrow(() -> new ReelayException(
                ErrorCode.AUTHENTICATION_ERROR, "Usage belongs to an API key: send it in the header Authorization"));
        return responses.respond(request, GROUPS, Set.of(UsageGroup.MODEL), Map.of(UsageGroup.KEY, key.id()));
    }
}
