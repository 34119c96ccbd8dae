package dev.reelay;

import java.time.Duration;
import java.util.function.Supplier;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;

import org.flywaydb.core.Flyway;

import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

/**
 * Brings the database's schema up to date before anything uses it. Flyway does it, which takes a second driver and a
 * connection of its own: it is woken only where the newest migration of {@code db/migration} is missing.
 */
@ApplicationScoped
class SchemaMigrator {
    /** The newest migration, by its file's name. */
    static final String LATEST_VERSION = "7";

    private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(10);

    private final Pool pool;
    private final Supplier<Flyway> flyway;

    @Inject
    SchemaMigrator(Pool pool, Instance<Flyway> flyway) {
        this(pool, flyway::get);
    }

    SchemaMigrator(Pool pool, Supplier<Flyway> flyway) {
        this.pool = pool;
        this.flyway = flyway;
    }

    void onStart(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        migrate();
    }

    void migrate() {
        if (!isUpToDate()) {
            flyway.get().migrate();
        }
    }

    /**
     * No is also what no answer means, be it for want of a table or of a database: Flyway makes the one and names the other.
     */
    private boolean isUpToDate() {
        return pool.preparedQuery("select from flyway_schema_history where version = $1 and success")
                .execute(Tuple.of(LATEST_VERSION)).map(rows -> rows.rowCount() == 1)
                .ifNoItem().after(QUERY_TIMEOUT).recoverWithItem(false)
                .onFailure().recoverWithItem(false)
                .await().indefinitely();
    }
}
