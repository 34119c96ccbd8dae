package dev.reelay.api;

import io.quarkus.test.junit.QuarkusIntegrationTest;

import dev.reelay.OnlyNative;

/** The events of one video, of the native program. */
@QuarkusIntegrationTest
@OnlyNative
class EventsIT extends EventsTest {
}
