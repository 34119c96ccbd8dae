package dev.reelay.api;

import io.quarkus.test.junit.QuarkusIntegrationTest;

import dev.reelay.testing.NeedsNative;

/** Runs {@link EventsTest} against the native executable. */
@QuarkusIntegrationTest
@NeedsNative
class EventsIT extends EventsTest {
}
