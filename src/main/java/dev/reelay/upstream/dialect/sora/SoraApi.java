package dev.reelay.upstream.dialect.sora;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.smallrye.mutiny.Uni;

/**
 * REST client of the status endpoint (contract 4). It returns raw responses, because the body of an error is not always JSON.
 */
@Path("/v1/videos")
@Produces(MediaType.APPLICATION_JSON)
interface SoraApi {
    @GET
    @Path("/{id}")
    Uni<Response> status(@HeaderParam(HttpHeaders.AUTHORIZATION) String apiKey, @PathParam("id") String id);
}
