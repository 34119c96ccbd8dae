package dev.reelay.content;

import io.quarkus.test.junit.QuarkusIntegrationTest;

import dev.reelay.NeedsNative;

/** Parts of a content, of the native program. */
@QuarkusIntegrationTest
@NeedsNative
class ContentRangesIT extends ContentRangesTest {
}
