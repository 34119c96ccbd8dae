package dev.reelay.api;

import io.quarkus.test.junit.QuarkusIntegrationTest;

import dev.reelay.NeedsNative;

/** Idempotency keys, of the native program. */
@QuarkusIntegrationTest
@NeedsNative
class ReplayIT extends ReplayTest {
}
