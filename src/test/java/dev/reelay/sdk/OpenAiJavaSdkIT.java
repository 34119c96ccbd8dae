package dev.reelay.sdk;

import java.io.IOException;

import org.junit.jupiter.api.BeforeAll;

import io.quarkus.test.junit.QuarkusIntegrationTest;

import dev.reelay.sandbox.Media;
import dev.reelay.testing.NeedsNative;

/** Runs {@link OpenAiJavaSdkTest} against the native program. */
@QuarkusIntegrationTest
@NeedsNative
class OpenAiJavaSdkIT extends OpenAiJavaSdkTest {

    /** Fills the folder that the build puts on the program's {@code PATH}. */
    @BeforeAll
    static void unpackFfmpeg() throws IOException {
        Media.unpacked();
    }
}
