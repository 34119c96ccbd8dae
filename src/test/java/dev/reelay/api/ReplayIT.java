package dev.reelay.api;

import io.quarkus.test.junit.QuarkusIntegrationTest;

import dev.reelay.testing.NeedsNative;

/** Runs {@link ReplayTest} against the native executable. */
@QuarkusIntegrationTest
@NeedsNative
class ReplayIT extends ReplayTest {
}
