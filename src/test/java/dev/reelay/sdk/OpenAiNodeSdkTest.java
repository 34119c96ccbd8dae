package dev.reelay.sdk;

import java.net.URI;

import org.junit.jupiter.api.Test;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;

import dev.reelay.TestDatabase;

/** OpenAI's own library for Node.js, told nothing but where Reelay is. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class OpenAiNodeSdkTest {
    @TestHTTPResource("/v1")
    URI url;

    @Test
    void aVideoIsCreatedPolledDownloadedListedAndDeleted() throws Exception {
        NodeClient.run("openai.mjs", url, TestDatabase.BOB);
    }
}
