package dev.reelay;

import static dev.reelay.testing.Api.as;
import static dev.reelay.testing.Api.awaitEnd;
import static dev.reelay.testing.Api.create;
import static dev.reelay.testing.Api.get;
import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.Waits.await;
import static dev.reelay.upstream.FaultUpstream.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

import io.restassured.RestAssured;
import io.vertx.core.buffer.Buffer;

import dev.reelay.database.EmbeddedDatabase;
import dev.reelay.testing.NeedsEmbeddedDatabase;
import dev.reelay.testing.Program;
import dev.reelay.testing.TestDatabase;
import dev.reelay.upstream.FaultUpstream;

/** The archive on disk of the packaged program: with defaults, with two nodes and a restart, and when it is full. */
@Tag("endurance")
class ArchiveIT {

    private final List<Program> programs = new ArrayList<>();
    private Path home;

    @BeforeEach
    void emptyHome(TestInfo test) throws IOException {
        home = Path.of("target", "programs", test.getTestMethod().orElseThrow().getName());
        TestDatabase.delete(home);
        Files.createDirectories(home);
    }

    @AfterEach
    void leaveNothing() throws InterruptedException {
        for (Program program : programs) {
            program.close();
        }
        RestAssured.reset();
    }

    @Test
    @NeedsEmbeddedDatabase
    void archiveWithDefaultsKeepsVideosOnDisk() throws Exception {
        Program program = start("alone", Map.of("REELAY_ACCESS_KEYS", TestDatabase.KEYS));
        talkTo(program);
        String id = create(ALICE, "a dog");
        awaitEnd(ALICE, id, "completed");
        await().until(() -> files(program).contains(id + ".mp4"));
        byte[] clip = download(id);

        TestDatabase.delete(program.data().resolve("sandbox/videos"));

        assertThat(download(id)).isEqualTo(clip).isNotEmpty();
        assertThat(get(ALICE, id).getLong("expires_at")).as("as long as it is remembered")
                .isEqualTo(get(ALICE, id).getLong("created_at") + Duration.ofDays(30).toSeconds());
    }

    @Test
    void archivingNodeOfTwoServesVideoAfterRestart() throws Exception {
        byte[] clip = new byte[300_000];
        new Random(3).nextBytes(clip);
        AtomicInteger asked = new AtomicInteger();
        AtomicBoolean gone = new AtomicBoolean();
        FaultUpstream.script("two nodes").content(request -> {
            asked.incrementAndGet();
            if (gone.get()) {
                json(404, "{}").handle(request);
            } else {
                request.response().end(Buffer.buffer(clip));
            }
        });
        FaultUpstream upstream = new FaultUpstream();
        try (EmbeddedDatabase database = EmbeddedDatabase.start(home.resolve("database"))) {
            Map<String, String> settings = settings(database, upstream.start());
            Program a = start("a", settings);
            Program b = start("b", settings);
            talkTo(a);
            String id = create(ALICE, "two nodes");
            awaitEnd(ALICE, id, "completed");
            await().until(() -> get(ALICE, id).getValue("expires_at") != null);
            assertThat(asked).as("fetched by one of them").hasValue(1);
            Program keeper = files(a).isEmpty() ? b : a;
            Program other = keeper == a ? b : a;
            talkTo(other);
            assertThat(download(id)).isEqualTo(clip);
            assertThat(asked).as("passed through by the other").hasValue(2);
            gone.set(true);

            keeper.kill();
            Path leftOver = Files.createFile(keeper.data().resolve("archive/" + id + ".1.draft"));
            Program again = start(keeper == a ? "a" : "b", settings);
            talkTo(again);

            assertThat(download(id)).isEqualTo(clip);
            assertThat(leftOver).doesNotExist();
            talkTo(other);
            as(ALICE).delete("/v1/videos/" + id).then().statusCode(200);
            await().until(() -> files(again).isEmpty());
        } finally {
            upstream.stop();
        }
    }

    @Test
    void fullArchiveDeletesOldestVideo() throws Exception {
        byte[] clip = new byte[600_000];
        List.of("older", "newer").forEach(prompt -> FaultUpstream.script(prompt)
                .content(request -> request.response().end(Buffer.buffer(clip))));
        FaultUpstream upstream = new FaultUpstream();
        try (EmbeddedDatabase database = EmbeddedDatabase.start(home.resolve("database"))) {
            Map<String, String> settings = settings(database, upstream.start());
            settings.put("REELAY_ARCHIVE_MAX_SIZE", "1M");
            settings.put("REELAY_ARCHIVE_SWEEP_INTERVAL", "1h");
            Program program = start("small", settings);
            talkTo(program);
            String older = create(ALICE, "older");
            await().until(() -> files(program).contains(older + ".mp4"));

            String newer = create(ALICE, "newer");

            await().until(() -> files(program).equals(List.of(newer + ".mp4")));
        } finally {
            upstream.stop();
        }
    }

    private static Map<String, String> settings(EmbeddedDatabase database, Map<String, String> upstream) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "QUARKUS_DATASOURCE_REACTIVE_URL", database.url(),
                "QUARKUS_DATASOURCE_USERNAME", EmbeddedDatabase.USER,
                "REELAY_ACCESS_KEYS", TestDatabase.KEYS,
                "REELAY_UPSTREAM_REQUESTS_PER_MINUTE", "0",
                "REELAY_UPSTREAM_POLL_INTERVAL", "200ms",
                "REELAY_ARCHIVE_TYPE", "disk",
                "REELAY_ARCHIVE_SWEEP_INTERVAL", "500ms"));
        upstream.forEach((name, value) -> settings.put(name.toUpperCase().replaceAll("\\W", "_"), value));
        return settings;
    }

    private Program start(String name, Map<String, String> settings) throws IOException {
        Program program = Program.start(Files.createDirectories(home.resolve(name)), name, settings);
        programs.add(program);
        return program.awaitReady();
    }

    private static void talkTo(Program program) {
        RestAssured.baseURI = program.uri().toString();
        RestAssured.port = program.uri().getPort();
    }

    private static byte[] download(String id) {
        return as(ALICE).get("/v1/videos/" + id + "/content").then().statusCode(200).extract().asByteArray();
    }

    private static List<String> files(Program program) {
        Path folder = program.data().resolve("archive");
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
