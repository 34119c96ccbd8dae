package dev.reelay.content;

import static dev.reelay.testing.Api.awaitEnd;
import static dev.reelay.testing.Api.create;
import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.upstream.FaultUpstream.script;

import java.net.URI;
import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;

import io.quarkus.test.common.http.TestHTTPResource;

import dev.reelay.upstream.FaultUpstream.Script;

/** The base of tests that begin with a completed video and script the responses of its upstream. */
abstract class CompletedVideo {
    private final String prompt = "prompt " + UUID.randomUUID();
    final Script upstream = script(prompt);

    @TestHTTPResource
    URI reelay;
    Downloads downloads;
    String id;

    @BeforeEach
    void completeVideo() {
        downloads = new Downloads(reelay, ALICE);
        id = create(ALICE, prompt);
        awaitEnd(ALICE, id, "completed");
    }
}
