package dev.reelay.content;

import io.quarkus.test.junit.QuarkusIntegrationTest;

import dev.reelay.testing.NeedsNative;

/** Runs the tests of ranges on the native program. */
@QuarkusIntegrationTest
@NeedsNative
class ContentRangesIT extends ContentRangesTest {
}
