package dev.reelay.sdk;

import io.quarkus.test.junit.QuarkusIntegrationTest;

import dev.reelay.OnlyNative;

/** OpenAI's client for Java, on the native program. */
@QuarkusIntegrationTest
@OnlyNative
class OpenAiJavaSdkIT extends OpenAiJavaSdkTest {
}
