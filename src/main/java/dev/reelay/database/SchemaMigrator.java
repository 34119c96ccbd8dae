package dev.reelay.database;

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
 * Migrates the database schema before other components use it. Flyway needs a second driver and a second connection, so
 * it is created only if the newest migration of {@code db/migration} is missing.
 */
@ApplicationScoped
class SchemaMigrator {
    /** The version of the newest migration, from its file name. */
    static final String LATEST_VERSION = "25";

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
     * Returns true if the newest migration was applied. Returns false also if the query fails. Flyway then creates the
     * history table or reports the error.
     */
    private boolean isUpToDate() {
        return pool.preparedQuery("select from flyway_schema_history where version = $1 and success")
                .execute(Tuple.of(LATEST_VERSION)).map(rows -> rows.rowCount() == 1)
                .ifNoItem().after(QUERY_TIMEOUT).recoverWithItem(false)
                .onFailure().recoverWithItem(false)
                .await().indefinitely();
    }
}
