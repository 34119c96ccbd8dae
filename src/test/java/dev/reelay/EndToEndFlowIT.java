package dev.reelay;

import java.io.IOException;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

import io.restassured.RestAssured;

import dev.reelay.testing.EndToEndFlow;
import dev.reelay.testing.Program;
import dev.reelay.testing.TestDatabase;

/** The main flow on the packaged program. A {@code QuarkusIntegrationTest} would build the program a second time. */
class EndToEndFlowIT extends EndToEndFlow {
    private static Program program;

    @BeforeAll
    static void start() throws IOException {
        program = Program.start(Program.preparedHome("main-job"), "main-job", Map.of("REELAY_ACCESS_KEYS", TestDatabase.KEYS,
                "REELAY_ACCESS_CREATES_PER_MINUTE", "100", "REELAY_ACCESS_CONCURRENT_VIDEOS", "100",
                "REELAY_UPSTREAM_CONCURRENT_VIDEOS", "100"));
        program.awaitReady();
    }

    @BeforeEach
    void talkTo() {
        reelay = program.talkTo().uri();
    }

    @AfterAll
    static void leaveNothing() throws InterruptedException {
        program.close();
        RestAssured.reset();
    }
}
