package dev.reelay;

import static dev.reelay.testing.Api.awaitEnd;
import static dev.reelay.testing.Api.create;
import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.Waits.LIMIT;
import static dev.reelay.testing.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

import io.restassured.RestAssured;

import dev.reelay.testing.NeedsNative;
import dev.reelay.testing.Packaged;
import dev.reelay.testing.Program;
import dev.reelay.testing.TestDatabase;

/** The native program without a database or without ffmpeg. */
@NeedsNative
class NativeIT {

    private Path home;

    @BeforeEach
    void emptyHome(TestInfo test) throws Exception {
        home = Program.emptyHome(test);
    }

    @AfterEach
    void reset() {
        RestAssured.reset();
    }

    @Test
    void nativeProgramWithoutDatabaseDoesNotStart() throws Exception {
        try (Program program = Program.start(Packaged.command(List.of()), home, "alone", Map.of())) {
            assertThat(program.awaitExit(LIMIT)).isEqualTo(1);
            assertThat(program.errors().lines()).containsExactly(
                    "quarkus.datasource.reactive.url is not set: the native program contains no PostgreSQL,"
                            + " so set the URL of a server");
            assertThat(program.output()).isEmpty();
            assertThat(program.data()).isEmptyDirectory();
        }
    }

    @Test
    void sandboxWithoutFfmpegFailsVideoWithReason() throws Exception {
        try (Program program = Program.start(home, "poor", Map.of("PATH", home.toString(), "REELAY_ACCESS_KEYS",
                TestDatabase.KEYS)).awaitReady().talkTo()) {
            await().until(() -> program.output().contains("The sandbox cannot render clips: No ffmpeg is "
                    + "bundled, and the PATH has no usable one: install one, or set reelay.sandbox.ffmpeg"));

            String id = create(ALICE, "a dog");

            assertThat(awaitEnd(ALICE, id, "failed").getString("error")).contains("reelay.sandbox.ffmpeg");
        }
    }
}
