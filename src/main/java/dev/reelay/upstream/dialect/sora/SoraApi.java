package dev.reelay.upstream.dialect.sora;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import org.jboss.resteasy.reactive.client.api.ClientMultipartForm;

import io.smallrye.mutiny.Uni;

/**
 * REST client of the create and status endpoints (contract 3 and 4). It returns raw responses, because the body of an error
 * is not always JSON.
 */
@Path("/v1/videos")
@Produces(MediaType.APPLICATION_JSON)
interface SoraApi {
    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    Uni<Response> create(@HeaderParam(HttpHeaders.AUTHORIZATION) String apiKey,
            @HeaderParam("Idempotency-Key") String idempotencyKey, ClientMultipartForm form);

    @GET
    @Path("/{id}")
    Uni<Response> status(@HeaderParam(HttpHeaders.AUTHORIZATION) String apiKey, @PathParam("id") String id);
}
