package dev.reelay.pipeline;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;

/** The startup check: a node has started once it has completed a claim. The schema is migrated before the node listens. */
@Startup
@ApplicationScoped
class PipelineStartupCheck implements AsyncHealthCheck {
    private final Pipeline pipeline;

    PipelineStartupCheck(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom().item(
                HealthCheckResponse.named("first claim of videos").status(pipeline.hasClaimed()).build());
    }
}
