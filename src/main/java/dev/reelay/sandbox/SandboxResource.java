package dev.reelay.sandbox;

import java.util.Optional;
import java.util.stream.Stream;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/** The endpoints for create and status (contract 3 and 4). {@link SandboxContentRoute} serves the content. */
@Path("/sandbox/v1/videos")
@Produces(MediaType.APPLICATION_JSON)
public class SandboxResource {
    private static final Logger LOG = Logger.getLogger(SandboxResource.class);

    private final Sandbox sandbox;

    SandboxResource(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Uni<SandboxVideoBody> create(@BeanParam SandboxCreateForm form, @HeaderParam("Idempotency-Key") Optional<String> key,
            @Context UriInfo uri) {
        return Uni.createFrom().item(() -> accept(form.parameters(), key))
                .map(video -> body(video, uri))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    /** Rejects a body that is not a form with 400: contract 7 has no 415. */
    @POST
    public SandboxVideoBody createFromSomethingElse() {
        throw SandboxException.invalid("The request must be multipart/form-data");
    }

    @GET
    @Path("{id}")
    public SandboxVideoBody status(String id, @Context UriInfo uri) {
        SandboxVideo video = sandbox.require(id);
        if (!sandbox.answersStatus(video)) {
            throw SandboxException.broken();
        }
        return body(video, uri);
    }

    @ServerExceptionMapper
    RestResponse<SandboxErrorBody> refuse(SandboxException refusal) {
        RestResponse.ResponseBuilder<SandboxErrorBody> response = RestResponse.ResponseBuilder
                .<SandboxErrorBody> create(refusal.status).type(MediaType.APPLICATION_JSON).entity(refusal.body());
        return (refusal.status == 429 ? response.header("Retry-After", 1) : response).build();
    }

    @ServerExceptionMapper
    RestResponse<SandboxErrorBody> malformed(WebApplicationException e) {
        return refuse(SandboxException.named(String.valueOf(e.getResponse().getStatus())).orElseGet(SandboxException::broken));
    }

    /** Rejects a request that could not be read: its failure does not come from the sandbox. */
    @ServerExceptionMapper
    RestResponse<SandboxErrorBody> broken(RuntimeException e) {
        String here = SandboxResource.class.getPackageName();
        if (Stream.of(e.getStackTrace()).noneMatch(frame -> frame.getClassName().startsWith(here))) {
            return refuse(SandboxException.invalid("The request cannot be read"));
        }
        LOG.error("A request to the sandbox failed", e);
        return refuse(SandboxException.broken());
    }

    private SandboxVideo accept(SandboxCreateForm.Parameters parameters, Optional<String> key) {
        Directives.of(parameters.prompt()).reject().flatMap(SandboxException::named).ifPresent(refusal -> {
            throw refusal;
        });
        return sandbox.submit(parameters, key);
    }

    private SandboxVideoBody body(SandboxVideo video, UriInfo uri) {
        String url = uri.getBaseUriBuilder().path("sandbox/v1/videos/{id}/content").build(video.id()).toString();
        return SandboxVideoBody.of(video, sandbox.progress(video), url, sandbox.expiresAt(video));
    }
}
