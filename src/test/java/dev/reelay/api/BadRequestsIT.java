package dev.reelay.api;

import io.quarkus.test.junit.QuarkusIntegrationTest;

import dev.reelay.NeedsNative;

/** The refusals, of the native program. */
@QuarkusIntegrationTest
@NeedsNative
class BadRequestsIT extends BadRequestsTest {
}
