package dev.reelay.api;

import io.quarkus.test.junit.QuarkusIntegrationTest;

import dev.reelay.OnlyNative;

/** Idempotency keys, of the native program. */
@QuarkusIntegrationTest
@OnlyNative
class ReplayIT extends ReplayTest {
}
