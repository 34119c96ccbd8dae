package dev.reelay.content.archive;

import static dev.reelay.content.ArchivedVideos.GONE;
import static dev.reelay.content.ArchivedVideos.archived;
import static dev.reelay.content.ArchivedVideos.completed;
import static dev.reelay.content.ArchivedVideos.metric;
import static dev.reelay.testing.Api.as;
import static dev.reelay.testing.Api.awaitEnd;
import static dev.reelay.testing.Api.create;
import static dev.reelay.testing.Api.get;
import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.Waits.await;
import static dev.reelay.upstream.FaultUpstream.json;
import static dev.reelay.upstream.FaultUpstream.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.content.ArchiveContract;
import dev.reelay.content.DiskArchiveProfile;
import dev.reelay.content.StalledReader;
import dev.reelay.content.UpstreamFile;
import dev.reelay.testing.Json;
import dev.reelay.testing.TestDatabase;

/** An archive on disk: expiry, size, retries and faults of the directory. */
@QuarkusTest
@TestProfile(DiskArchiveProfile.class)
class DiskArchiveTest extends ArchiveContract {
    private static final int MEGABYTE = 1024 * 1024;
    /** The open files of this process, in which the application runs as well. */
    private static final Path OPEN_FILES = Path.of("/proc/self/fd");

    @Override
    public Path path(String id) {
        return FOLDER.resolve(id + ".mp4");
    }

    @Test
    void expiresAtIsRetentionOfArchivedVideo() throws Exception {
        String prompt = "prompt " + UUID.randomUUID();
        long hour = Duration.ofHours(1).toSeconds();
        long now = Instant.now().getEpochSecond();
        script(prompt).status(json(200, "{\"status\":\"completed\",\"expires_at\":%d}".formatted(now + 2 * hour)))
                .content(GONE);
        String upstreams = create(ALICE, prompt);
        assertThat(awaitEnd(ALICE, upstreams, "completed").getLong("expires_at")).isEqualTo(now + 2 * hour);

        String id = archived(file.withRanges());

        long end = get(ALICE, id).getLong("expires_at");
        assertThat(end).isBetween(now + hour, Instant.now().getEpochSecond() + hour);
        assertThat(Json.of(as(ALICE).header("Reelay-Dialect", "openai").get("/v1/videos/" + id)).getLong("expires_at"))
                .isEqualTo(end);
    }

    @Test
    void fileOfWrongLengthIsFetchedAgain() throws Exception {
        String id = archived(file.withRanges());
        Files.write(path(id), new byte[] { 1, 2, 3 });

        downloads.head(id, Map.of());

        await().until(() -> Files.exists(path(id)) && Files.size(path(id)) == file.bytes.length);
    }

    @Test
    void missingFileIsServedFromUpstream() throws Exception {
        String id = archived(file.withRanges());
        Files.delete(path(id));

        file.assertIsWhole(downloads.get(id).body());

        assertThat(metric("miss")).isPositive();
        assertThat(path(id)).doesNotExist();
    }

    @Test
    void fullArchiveRemovesOldestVideo() throws Exception {
        UpstreamFile large = new UpstreamFile(4 * MEGABYTE, 17);
        String oldest = archived(large.withRanges());
        Files.setLastModifiedTime(path(oldest), FileTime.from(Instant.now().minusSeconds(60)));
        String older = archived(large.withRanges());
        Files.setLastModifiedTime(path(older), FileTime.from(Instant.now().minusSeconds(30)));

        String newest = archived(large.withRanges());

        await().until(() -> Files.notExists(path(oldest)));
        assertThat(path(older)).exists();
        assertThat(path(newest)).exists();
        large.assertIsWhole(downloads.get(oldest).body());
        await().until(() -> get(ALICE, oldest).getValue("expires_at") == null);
    }

    @Test
    void expiredFileIsRemoved() throws Exception {
        String id = archived(file.withRanges(), GONE);

        Files.setLastModifiedTime(path(id), FileTime.from(Instant.now().minus(Duration.ofMinutes(61))));

        await().until(() -> Files.notExists(path(id)));
        assertThat(downloads.get(id).statusCode()).isEqualTo(404);
    }

    @Test
    void unusableDirectoryLeavesDownloadsWorking() throws Exception {
        Path aside = FOLDER.resolveSibling("archive-aside");
        TestDatabase.delete(aside); // of a run that was stopped
        Files.move(FOLDER, aside);
        Files.createFile(FOLDER);
        String id = completed(file.withRanges());

        double failed = metric("failed");
        double givenUp = metric("given_up");
        await("more failures than a fetch has tries").until(() -> metric("failed") > failed + 5);
        assertThat(metric("given_up")).isEqualTo(givenUp);
        file.assertIsWhole(downloads.get(id).body());
        Files.delete(FOLDER);
        Files.move(aside, FOLDER);

        await().until(() -> Files.exists(path(id)));
    }

    @Test
    void brokenFetchIsRetried() throws Exception {
        String id = archived(file.withoutRanges(1000), file.withoutRanges());

        assertThat(Files.readAllBytes(path(id))).isEqualTo(file.bytes);
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.filter(each -> each.toString().endsWith(".draft"))).isEmpty();
        }
    }

    @Test
    void fetchFromBusyUpstreamIsPostponed() throws Exception {
        Handler<RoutingContext> busy = request -> request.response().setStatusCode(429).putHeader("Retry-After", "4").end();

        archived(busy, file.withRanges());

        assertThat(metric("postponed")).as("while the account pauses").isPositive();
    }

    @Test
    void fetchOfExpiredContentIsGivenUp() throws Exception {
        double before = metric("given_up");
        String id = completed(GONE);

        await().until(() -> metric("given_up") > before);
        assertThat(get(ALICE, id).getString("status")).isEqualTo("completed");
        assertThat(downloads.get(id).statusCode()).isEqualTo(404);
    }

    @Test
    void stalledClientIsDisconnectedAndFileClosed() throws Exception {
        assumeTrue(Files.exists(OPEN_FILES), "skipped: needs a " + OPEN_FILES);
        UpstreamFile large = new UpstreamFile(8 * MEGABYTE, 29);
        String id = archived(large.withRanges());

        try (StalledReader reader = new StalledReader(reelay, ALICE, id)) {
            await().until(() -> isOpen(path(id)));
            await().until(() -> !isOpen(path(id)) && !reader.isConnected());
            assertThat(reader.read()).isPositive().isLessThan(large.bytes.length);
        }
        as(ALICE).delete("/v1/videos/" + id).then().statusCode(200);
    }

    @Test
    void disconnectedClientClosesFile() throws Exception {
        assumeTrue(Files.exists(OPEN_FILES), "skipped: needs a " + OPEN_FILES);
        UpstreamFile large = new UpstreamFile(8 * MEGABYTE, 31);
        String id = archived(large.withRanges());

        try (StalledReader reader = new StalledReader(reelay, ALICE, id)) {
            await().until(() -> isOpen(path(id)));
        }

        await().until(() -> !isOpen(path(id)));
        as(ALICE).delete("/v1/videos/" + id).then().statusCode(200);
    }

    @Test
    void clientThatAsksForHttp2ReceivesArchivedFile() throws Exception {
        UpstreamFile large = new UpstreamFile(4 * MEGABYTE + 1, 37);
        String id = archived(large.withRanges(), GONE);
        HttpClient client = HttpClient.newHttpClient();
        client.send(HttpRequest.newBuilder(reelay.resolve("/about")).build(), BodyHandlers.discarding());

        HttpResponse<byte[]> response = client.send(HttpRequest.newBuilder(reelay.resolve("/v1/videos/" + id + "/content"))
                .header("Authorization", ALICE).build(), BodyHandlers.ofByteArray());

        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        large.assertIsWhole(response.body());
        as(ALICE).delete("/v1/videos/" + id).then().statusCode(200);
    }

    private static boolean isOpen(Path file) throws IOException {
        try (Stream<Path> open = Files.list(OPEN_FILES)) {
            return open.anyMatch(each -> target(each).endsWith(file));
        }
    }

    private static Path target(Path link) {
        try {
            return Files.readSymbolicLink(link);
        } catch (IOException closedMeanwhile) {
            return link;
        }
    }
}
