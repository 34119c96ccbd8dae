package dev.reelay.api;

import static dev.reelay.testing.Waits.LIMIT;
import static dev.reelay.testing.Waits.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

import dev.reelay.testing.NeedsEmbeddedDatabase;
import dev.reelay.testing.Program;
import dev.reelay.testing.Slow;
import dev.reelay.testing.TestDatabase;

/** The temporary files of the packaged program after a kill, a restart and a stop. */
@Slow
class UploadsIT {
    private static final String IMAGE = Creates.dataUrl(Creates.png(1_000_000));

    @Test
    @NeedsEmbeddedDatabase
    void startRemovesUploadsOfAKilledProgram(TestInfo test) throws Exception {
        Path home = Program.preparedHome(test.getTestMethod().orElseThrow().getName());
        Path temp = Files.createDirectories(home.resolve("temp")).toAbsolutePath();
        try (Program killed = start(home, temp, "killed");
                OpenUpload upload = OpenUpload.begin(killed.uri(), TestDatabase.ALICE, "application/json", 5_000_000)) {
            upload.send(("{\"input_reference\":\"" + IMAGE).getBytes(UTF_8));
            await().until(() -> files(temp).size() == 2); // the lock and the image
            killed.kill();
        }
        assertThat(files(temp)).hasSize(2);

        try (Program next = start(home, temp, "next")) {
            assertThat(files(temp)).as("the lock of the running program").hasSize(1);
            next.stop(LIMIT);
        }
        assertThat(files(temp)).isEmpty();
    }

    private static Program start(Path home, Path temp, String run) throws IOException {
        return Program.start(Program.quickStart(List.of("-Djava.io.tmpdir=" + temp)), home, run,
                Map.of("REELAY_ACCESS_KEYS", TestDatabase.KEYS)).awaitReady();
    }

    private static List<Path> files(Path temp) throws IOException {
        try (Stream<Path> tree = Files.walk(temp)) {
            return tree.filter(file -> file.getParent().getFileName().toString().startsWith("reelay-temp-")).toList();
        }
    }
}
