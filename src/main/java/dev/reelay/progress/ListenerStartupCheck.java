package dev.reelay.progress;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;

/** Reports a node as started when it listens for changes. Later it only has to reconnect, or the database is unavailable. */
@Startup
@ApplicationScoped
class ListenerStartupCheck implements AsyncHealthCheck {
    private final ChangeListener listener;

    ListenerStartupCheck(ChangeListener listener) {
        this.listener = listener;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom().item(HealthCheckResponse.named("listens for changes").status(listener.hasListened()).build());
    }
}
