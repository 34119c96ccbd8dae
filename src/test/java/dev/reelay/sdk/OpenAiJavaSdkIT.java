package dev.reelay.sdk;

import io.quarkus.test.junit.QuarkusIntegrationTest;

import dev.reelay.testing.NeedsNative;

/** Runs {@link OpenAiJavaSdkTest} against the native program. */
@QuarkusIntegrationTest
@NeedsNative
class OpenAiJavaSdkIT extends OpenAiJavaSdkTest {
}
