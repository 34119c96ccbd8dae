package dev.reelay.api;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.vertx.mutiny.sqlclient.Pool;

import dev.reelay.testing.NeedsNative;
import dev.reelay.testing.TestDatabase;

/** Runs {@link OpenApiTest} against the native executable. */
@QuarkusIntegrationTest
@NeedsNative
class OpenApiIT extends OpenApiTest {
    @Override
    Pool database() {
        return TestDatabase.outsidePool();
    }
}
