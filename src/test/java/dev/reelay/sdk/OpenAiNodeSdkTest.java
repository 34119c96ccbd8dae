package dev.reelay.sdk;

import java.net.URI;

import org.junit.jupiter.api.Test;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;

import dev.reelay.testing.TestDatabase;

/** Tests Reelay with OpenAI's library for Node.js; only its base URL and API key are configured. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class OpenAiNodeSdkTest {
    @TestHTTPResource("/v1")
    URI url;

    @Test
    void videoIsCreatedPolledDownloadedListedAndDeleted() throws Exception {
        NodeClient.run("openai.mjs", url, TestDatabase.BOB);
    }
}
