package dev.reelay.content;

import static dev.reelay.content.ArchivedVideos.GONE;
import static dev.reelay.content.ArchivedVideos.archived;
import static dev.reelay.content.ArchivedVideos.metric;
import static dev.reelay.testing.Api.as;
import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkus.test.common.http.TestHTTPResource;
import io.vertx.mutiny.sqlclient.Pool;

import dev.reelay.testing.TestDatabase;

/** The tests that every storage of the archive passes. */
public abstract class ArchiveContract {
    public static final Path FOLDER = TestDatabase.DATA.resolve("archive");

    public final UpstreamFile file = new UpstreamFile(200_000, 13);

    @TestHTTPResource
    public URI reelay;
    @Inject
    Pool database;
    public Downloads downloads;

    /** Returns the file of an archived video. */
    public abstract Path path(String id);

    @BeforeEach
    void prepare() {
        downloads = new Downloads(reelay, ALICE);
    }

    @Test
    void archivedVideoIsServedAfterItsUpstreamExpiry() throws Exception {
        String id = archived(file.withRanges(), GONE);

        file.assertIsWhole(Files.readAllBytes(path(id)));
        file.assertIsWhole(downloads.get(id).body());
        new RangeMatrix(file.bytes, id).check(headers -> downloads.get(id, headers));
        assertThat(downloads.head(id, Map.of()).headers().firstValueAsLong("Content-Length")).hasValue(file.bytes.length);
        assertThat(downloads.get(id, Map.of("If-None-Match", "\"" + id + "\"")).statusCode()).isEqualTo(304);
        assertThat(file.requests).as("fetched once, for the archive").hasSize(1);
        assertThat(metric("hit")).isPositive();
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.filter(each -> each.toString().endsWith(".draft"))).isEmpty();
        }
    }

    @Test
    void deletedVideoRemovesArchivedFile() throws Exception {
        String id = archived(file.withRanges());

        as(ALICE).delete("/v1/videos/" + id).then().statusCode(200);

        await().untilAsserted(() -> assertThat(path(id)).doesNotExist());
    }

    @Test
    void sweepRemovesFileOfDeletedRow() {
        String id = archived(file.withRanges());

        database.query("delete from video where id = '%s'".formatted(id)).execute().await().indefinitely();

        await().until(() -> Files.notExists(path(id)));
    }

    @Test
    void fileOfWrongLengthIsServedFromUpstream() throws Exception {
        String id = archived(file.withRanges());
        Files.write(path(id), new byte[] { 1, 2, 3 });

        file.assertIsWhole(downloads.get(id).body());

        assertThat(metric("damaged")).isPositive();
    }
}
