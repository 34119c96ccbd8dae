package dev.reelay.video;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/**
 * Ready is a node whose database answers. It says so, and that it does not, while who asks still listens: the checks that
 * Quarkus brings hold a thread for as long as the database is silent.
 */
@Readiness
@ApplicationScoped
class DatabaseHealthCheck implements AsyncHealthCheck {
    static final Duration QUERY_TIMEOUT = Duration.ofSeconds(2);

    private final Pool pool;

    DatabaseHealthCheck(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return pool.query("select 1").execute().replaceWith(true)
                .ifNoItem().after(QUERY_TIMEOUT).recoverWithItem(false)
                .onFailure().recoverWithItem(false) // those who need it tell the log
                .map(up -> HealthCheckResponse.named("database").status(up).build());
    }
}
