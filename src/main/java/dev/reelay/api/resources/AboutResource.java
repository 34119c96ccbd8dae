package dev.reelay.api.resources;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.quarkus.runtime.annotations.RegisterForReflection;

import dev.reelay.pipeline.Pipeline;

/** {@code GET /about}: facts about this installation that need no API key. */
@Path("/about")
@Produces(MediaType.APPLICATION_JSON)
class AboutResource {
    private final AboutConfig config;
    private final Pipeline pipeline;

    AboutResource(AboutConfig config, Pipeline pipeline) {
        this.config = config;
        this.pipeline = pipeline;
    }

    /** @param sandbox true if the built-in sandbox makes the videos */
    @RegisterForReflection
    record AboutBody(@JsonProperty("version") String version, @JsonProperty("sandbox") boolean sandbox) {
    }

    @GET
    public AboutBody about() {
        return new AboutBody(config.version(), pipeline.usesSandbox());
    }
}
