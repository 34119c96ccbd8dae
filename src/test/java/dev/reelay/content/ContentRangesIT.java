package dev.reelay.content;

import io.quarkus.test.junit.QuarkusIntegrationTest;

import dev.reelay.OnlyNative;

/** Parts of a content, of the native program. */
@QuarkusIntegrationTest
@OnlyNative
class ContentRangesIT extends ContentRangesTest {
}
