package dev.reelay.api;

import io.quarkus.test.junit.QuarkusIntegrationTest;

import dev.reelay.OnlyNative;

/** The refusals, of the native program. */
@QuarkusIntegrationTest
@OnlyNative
class BadRequestsIT extends BadRequestsTest {
}
