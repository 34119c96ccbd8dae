package dev.reelay.api;

import org.junit.jupiter.api.AfterEach;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;

import dev.reelay.testing.NeedsNative;
import dev.reelay.testing.TestDatabase;

/** Runs {@link EventsTest} against the native executable. */
@QuarkusIntegrationTest
@NeedsNative
class EventsIT extends EventsTest {
    private final Pool database = PgBuilder.pool().connectingTo(TestDatabase.url()).build();

    @AfterEach
    void disconnect() {
        database.closeAndAwait();
    }

    @Override
    Pool database() {
        return database;
    }
}
