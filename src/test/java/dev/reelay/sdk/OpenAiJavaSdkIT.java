package dev.reelay.sdk;

import io.quarkus.test.junit.QuarkusIntegrationTest;

import dev.reelay.NeedsNative;

/** OpenAI's client for Java, on the native program. */
@QuarkusIntegrationTest
@NeedsNative
class OpenAiJavaSdkIT extends OpenAiJavaSdkTest {
}
