package dev.reelay.faults;

import static dev.reelay.content.ArchivedVideos.metric;
import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.Waits.LIMIT;
import static dev.reelay.testing.Waits.await;
import static dev.reelay.upstream.FaultUpstream.script;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.condition.EnabledIf;

import io.restassured.RestAssured;
import io.vertx.core.buffer.Buffer;

import dev.reelay.database.EmbeddedDatabase;
import dev.reelay.testing.Program;
import dev.reelay.testing.TestDatabase;
import dev.reelay.upstream.FaultUpstream;

/** Full disks under the archive, under the images of creates, and under the embedded database. */
@Tag("endurance")
@EnabledIf(value = "dev.reelay.faults.SmallDisks#arePossible", disabledReason = "This system does not let a process mount disks")
@DisabledIf(value = "dev.reelay.testing.Packaged#isNative", disabledReason = "A native program brings no database")
@TestInstance(Lifecycle.PER_CLASS)
class FullDiskIT {
    private static final String CLIP = "x".repeat(300_000);
    private static final byte[] IMAGE = new byte[200_000];

    private final FaultUpstream upstream = new FaultUpstream();
    private Program program;
    private Path archive;
    private Path temporary;
    private Path database;
    private PatientCaller caller;

    @BeforeAll
    void start() throws Exception {
        IMAGE[0] = (byte) 0xff;
        IMAGE[1] = (byte) 0xd8;
        IMAGE[2] = (byte) 0xff;
        script(PatientCaller.PROMPT).content(request -> request.response().end(Buffer.buffer(CLIP)));
        Path home = Program.preparedHome("full-disk").toRealPath();
        Map<String, String> settings = Map.of("REELAY_UPSTREAM_URL", upstream.start().get("reelay.upstream.url"),
                "REELAY_UPSTREAM_API_KEY", "sk-upstream",
                "REELAY_UPSTREAM_REQUESTS_PER_MINUTE", "0",
                "REELAY_UPSTREAM_POLL_INTERVAL", "200ms",
                "REELAY_ACCESS_KEYS", TestDatabase.KEYS,
                "REELAY_ACCESS_CREATES_PER_MINUTE", "100000",
                "REELAY_ACCESS_CONCURRENT_VIDEOS", "100000",
                "REELAY_ARCHIVE_RETRY_DELAY", "200ms",
                "REELAY_ARCHIVE_POLL_INTERVAL", "100ms");
        program = Program.start(home, "seed", settings).awaitReady();
        program.stop(LIMIT);
        archive = Files.createDirectories(program.data().resolve("archive"));
        database = program.data().resolve("postgres");
        temporary = Files.createDirectories(home.resolve("temporary"));
        program = Program.start(SmallDisks.under(List.of(archive, temporary, database), "120m",
                Program.quickStart(List.of("-Djava.io.tmpdir=" + temporary))), home, "small", settings).awaitReady().talkTo();
        caller = new PatientCaller(program.uri(), ALICE);
    }

    @AfterAll
    void leaveNothing() throws InterruptedException {
        program.close();
        upstream.stop();
        RestAssured.reset();
    }

    @AfterEach
    void free() throws IOException {
        for (Path disk : List.of(archive, temporary, database)) {
            SmallDisks.free(program, disk);
        }
    }

    @Test
    void archiveOnFullDiskIsFilledLater() throws Exception {
        SmallDisks.fill(program, archive);
        String id = caller.create();
        caller.awaitEnd(id);
        await("more failures than a fetch has tries").until(() -> metric("failed") > 6);

        assertThat(caller.get("/v1/videos/" + id + "/content").body()).isEqualTo(CLIP);
        assertThat(program.output()).containsOnlyOnce("Storing videos in the archive failed");
        SmallDisks.free(program, archive);
        await().until(() -> Files.exists(SmallDisks.seenBy(program, archive).resolve(id + ".mp4")));
    }

    @Test
    void imageOnFullDiskReturns503() throws Exception {
        SmallDisks.fill(program, temporary);

        HttpResponse<String> refused = caller.createWith(IMAGE);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).contains("5");
        assertThat(caller.createWith(IMAGE).statusCode()).isEqualTo(503);
        assertThat(program.output()).containsOnlyOnce("Storing an image of a create failed");
        caller.awaitEnd(caller.create());
        SmallDisks.free(program, temporary);

        assertThat(caller.createWith(IMAGE).statusCode()).isEqualTo(200);
    }

    @Test
    void databaseOnFullDiskIsUsableAgain() throws Exception {
        String id = caller.create();
        caller.awaitEnd(id);
        SmallDisks.fill(program, database);

        HttpResponse<String> refused = await().until(() -> caller.create(UUID.randomUUID().toString()),
                response -> response.statusCode() != 200);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        endOfTheLog();
        assertThat(caller.create(UUID.randomUUID().toString()).statusCode()).isEqualTo(503);
        SmallDisks.free(program, database);

        caller.awaitEnd(caller.create());
        assertThat(caller.get("/v1/videos/" + id).statusCode()).isEqualTo(200);
    }

    /** Begins new files of the log of PostgreSQL until there is no room, which ends the server. */
    private void endOfTheLog() throws Exception {
        String port = Files.readAllLines(SmallDisks.seenBy(program, database).resolve("postmaster.pid")).get(3);
        try (Connection connection = DriverManager.getConnection("jdbc:postgresql://localhost:%s/postgres".formatted(port),
                EmbeddedDatabase.USER, ""); Statement statement = connection.createStatement()) {
            while (true) {
                statement.execute("select pg_current_xact_id(), pg_switch_wal()");
            }
        } catch (SQLException ended) {
            assertThat(ended.getMessage()).contains("pg_wal");
        }
    }
}
