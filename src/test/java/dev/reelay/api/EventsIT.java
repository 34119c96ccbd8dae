package dev.reelay.api;

import io.quarkus.test.junit.QuarkusIntegrationTest;

import dev.reelay.NeedsNative;

/** The events of one video, of the native program. */
@QuarkusIntegrationTest
@NeedsNative
class EventsIT extends EventsTest {
}
