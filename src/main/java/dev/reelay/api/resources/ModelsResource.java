package dev.reelay.api.resources;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

import org.jboss.resteasy.reactive.RestPath;

import io.vertx.ext.web.RoutingContext;

import dev.reelay.api.http.AuthenticationFilter;
import dev.reelay.api.wire.ModelBody;
import dev.reelay.error.ReelayException;
import dev.reelay.model.ModelCheck;
import dev.reelay.model.OfferedModels;

/** {@code GET /v1/models}: the models that this installation offers to the caller, in OpenAI's format. */
@Path("/v1/models")
@Produces(MediaType.APPLICATION_JSON)
class ModelsResource {
    private final OfferedModels models;
    private final ModelCheck check;

    ModelsResource(OfferedModels models, ModelCheck check) {
        this.models = models;
        this.check = check;
    }

    @GET
    public ModelBody.ListBody list(@Context RoutingContext request) {
        return ModelBody.list(models.permitted(AuthenticationFilter.modelsOf(request)).all());
    }

    /**
     * Returns one model.
     *
     * @throws ReelayException with {@code model_not_found} and the names of the models that there are
     */
    @GET
    @Path("/{model}")
    public ModelBody model(@RestPath String model, @Context RoutingContext request) {
        return ModelBody.of(check.permitted(AuthenticationFilter.modelsOf(request)).find(model));
    }
}
