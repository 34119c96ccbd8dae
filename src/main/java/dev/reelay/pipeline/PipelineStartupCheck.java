package dev.reelay.pipeline;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;

/** A node has started once it has looked for videos to lead, on a schema that was migrated before it listens at all. */
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
                HealthCheckResponse.named("looked for videos to lead").status(pipeline.hasClaimed()).build());
    }
}
