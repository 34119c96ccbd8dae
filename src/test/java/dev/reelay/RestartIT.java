package dev.reelay;

import static dev.reelay.testing.Api.as;
import static dev.reelay.testing.Api.awaitEnd;
import static dev.reelay.testing.Api.create;
import static dev.reelay.testing.Api.get;
import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.Waits.LIMIT;
import static dev.reelay.testing.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

import io.restassured.RestAssured;
import io.vertx.core.json.JsonObject;

import dev.reelay.sandbox.Media;
import dev.reelay.testing.NeedsEmbeddedDatabase;
import dev.reelay.testing.Packaged;
import dev.reelay.testing.Program;
import dev.reelay.testing.Slow;
import dev.reelay.testing.TestDatabase;

/** The data and processes of the packaged program after a kill, a stop and a restart. */
@Slow
class RestartIT {
    private static final Map<String, String> WITH_KEYS = Map.of("REELAY_ACCESS_KEYS", TestDatabase.KEYS,
            "REELAY_UPSTREAM_POLL_INTERVAL", "300ms");

    private final List<Program> programs = new ArrayList<>();
    private Path home;

    @BeforeEach
    void prepareHome(TestInfo test) throws IOException {
        home = Program.preparedHome(test.getTestMethod().orElseThrow().getName());
    }

    @AfterEach
    void leaveNothing() throws InterruptedException {
        for (Program program : programs) {
            program.close();
        }
        RestAssured.reset();
    }

    @Test
    void killedProgramResumesEveryVideo() throws Exception {
        Program killed = ready("killed", WITH_KEYS);
        List<String> ids = new ArrayList<>();
        for (String prompt : List.of("[slow:4s] a whale", "[slow:5s] a whale")) {
            ids.add(create(ALICE, prompt));
        }
        await().until(() -> get(ALICE, ids.get(0)).getInteger("progress") > 0);
        ids.add(create(ALICE, "a whale"));
        killed.kill();

        Program next = ready("next", WITH_KEYS);

        for (String id : ids) {
            assertThat(awaitEnd(ALICE, id, "completed").getString("id")).isEqualTo(id);
            assertThat(Media.probe(download(id)).getString("duration")).startsWith("10.0");
        }
        assertThat(upstreamVideos(next)).as("none was bought twice").hasSameSizeAs(ids);
        if (!Packaged.isNative()) {
            assertThat(postmasters(next)).singleElement().isEqualTo(Long.valueOf(postmasterFile(next).get(0)));
        }
        assertThat(databaseSetting(next, "fsync")).isEqualTo("on");
        assertThat(databaseSetting(next, "synchronous_commit")).isEqualTo("on");
    }

    @Test
    @NeedsEmbeddedDatabase
    void secondProgramOnSameDataIsRejected() throws Exception {
        Program first = ready("first", WITH_KEYS);
        String id = create(ALICE, "[stall] a dog");

        Program second = start("second", WITH_KEYS);

        assertThat(second.awaitExit(LIMIT)).isEqualTo(1);
        assertThat(second.errors().lines()).singleElement().asString()
                .contains("Another Reelay runs on the data directory " + first.data(), "REELAY_DATA_DIR");
        assertThat(second.output()).isEmpty();
        assertThat(first.isAlive()).isTrue();
        assertThat(postmasters(first)).hasSize(1);
        assertThat(get(ALICE, id).getString("id")).isEqualTo(id);
        create(ALICE, "[stall] a cat");
    }

    @Test
    void stoppedProgramLeavesNoProcess() throws Exception {
        Program program = ready("stopped", WITH_KEYS);
        create(ALICE, "a dog");
        create(ALICE, "a cat, which is still rendered then");
        create(ALICE, "an owl, which waits for its turn");
        await().until(() -> !program.processes("ffmpeg").isEmpty());

        assertThat(program.stop(LIMIT)).as("ended by SIGTERM").isEqualTo(128 + 15);

        await().until(() -> program.processes("ffmpeg").isEmpty());
        await().until(() -> program.processes("postgres").isEmpty());
        assertThat(program.data().resolve("postgres/postmaster.pid")).doesNotExist();
    }

    @Test
    void generatedKeyIsPrintedOnceAndStored(TestInfo test) throws Exception {
        assumeTrue(isThere("curl"), "curl is not there to paste the line into");
        home = Program.emptyHome(test); // as at the first start
        Program first = ready("first", Map.of());
        List<String> curls = first.output().lines().map(String::strip).filter(line -> line.startsWith("curl ")).toList();
        String key = first.output().lines().filter(line -> line.contains("API key")).findFirst().orElseThrow()
                .replaceFirst(" *API key *", "");

        assertThat(curls).hasSize(1);
        String id = new JsonObject(bash(curls.get(0))).getString("id");
        assertThat(get(key, id).getString("prompt")).isEqualTo("A lighthouse at dusk");
        first.stop(LIMIT);

        Program second = ready("second", Map.of());
        assertThat(second.output()).doesNotContain(key).doesNotContainPattern("sk-[0-9a-f]");
        assertThat(get(key, id).getString("id")).isEqualTo(id);
    }

    private Program start(String run, Map<String, String> settings) throws IOException {
        Program program = Program.start(home, run, settings);
        programs.add(program);
        return program;
    }

    /** Starts a program, waits until it is ready and directs the requests to it. */
    private Program ready(String run, Map<String, String> settings) throws IOException {
        return start(run, settings).awaitReady().talkTo();
    }

    private Path download(String id) throws IOException {
        byte[] clip = as(ALICE).get("/v1/videos/" + id + "/content").then().statusCode(200).extract().asByteArray();
        return Files.write(home.resolve(id + ".mp4"), clip);
    }

    private static List<Path> upstreamVideos(Program program) throws IOException {
        try (Stream<Path> files = Files.list(program.data().resolve("sandbox/videos"))) {
            return files.filter(file -> file.toString().endsWith(".json")).toList();
        }
    }

    /** Returns the ids of the server processes, without their child processes. */
    private static List<Long> postmasters(Program program) {
        List<Long> all = program.processes("postgres").stream().map(ProcessHandle::pid).toList();
        return program.processes("postgres").stream()
                .filter(process -> process.parent().filter(parent -> all.contains(parent.pid())).isEmpty())
                .map(ProcessHandle::pid).toList();
    }

    /** Returns the lines of the file: the first is the process id, the fourth the port. */
    private static List<String> postmasterFile(Program program) throws IOException {
        return Files.readAllLines(program.data().resolve("postgres/postmaster.pid"));
    }

    private static String databaseSetting(Program program, String name) throws IOException, SQLException {
        try (Connection connection = program.database();
                ResultSet answer = connection.createStatement().executeQuery("show " + name)) {
            answer.next();
            return answer.getString(1);
        }
    }

    private static boolean isThere(String program) throws IOException, InterruptedException {
        return new ProcessBuilder("bash", "-c", "command -v " + program).start().waitFor() == 0;
    }

    private static String bash(String line) throws IOException {
        Process bash = new ProcessBuilder("bash", "-c", line).start();
        return new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
