package dev.reelay.database;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/**
 * The readiness check: a node is ready if its database responds. The check responds before the prober's timeout. The checks
 * of Quarkus instead block a thread while the database is silent.
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
                .onFailure().recoverWithItem(false) // no log line: the requests that need the database log it
                .map(up -> HealthCheckResponse.named("database").status(up).build());
    }
}
