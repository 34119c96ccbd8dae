package dev.reelay.api;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.vertx.mutiny.sqlclient.Pool;

import dev.reelay.testing.NeedsNative;
import dev.reelay.testing.TestDatabase;

/** Runs {@link EventsTest} against the native executable. */
@QuarkusIntegrationTest
@NeedsNative
class EventsIT extends EventsTest {
    @Override
    Pool database() {
        return TestDatabase.outsidePool();
    }
}
