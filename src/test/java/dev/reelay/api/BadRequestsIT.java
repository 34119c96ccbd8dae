package dev.reelay.api;

import io.quarkus.test.junit.QuarkusIntegrationTest;

import dev.reelay.testing.NeedsNative;

/** Runs {@link BadRequestsTest} against the native executable. */
@QuarkusIntegrationTest
@NeedsNative
class BadRequestsIT extends BadRequestsTest {
}
