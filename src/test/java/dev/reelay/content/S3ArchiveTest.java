package dev.reelay.content;

import static dev.reelay.Api.as;
import static dev.reelay.Api.get;
import static dev.reelay.TestDatabase.ALICE;
import static dev.reelay.content.ArchivedVideos.GONE;
import static dev.reelay.content.ArchivedVideos.archived;
import static dev.reelay.content.ArchivedVideos.completed;
import static dev.reelay.content.ArchivedVideos.metric;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;

/** Videos that are kept in S3, against a store of its own process. */
@QuarkusTest
@TestProfile(S3ArchiveProfile.class)
@EnabledIf(value = "dev.reelay.content.S3Server#isInstalled", disabledReason = "npm's s3rver is not in target/clients")
class S3ArchiveTest {
    private final UpstreamFile file = new UpstreamFile(200_000, 19);

    @TestHTTPResource
    URI reelay;
    @Inject
    Pool database;
    private Downloads downloads;

    @BeforeEach
    void prepare() {
        downloads = new Downloads(reelay, ALICE);
    }

    @Test
    void theArchiveServesWhatTheUpstreamForgot() throws Exception {
        String id = archived(file.withRanges(), GONE);

        file.assertIsWhole(Files.readAllBytes(S3Server.object(id)));
        file.assertIsWhole(downloads.get(id).body());
        new RangeMatrix(file.bytes, id).check(headers -> downloads.get(id, headers));
        assertThat(downloads.head(id, Map.of()).headers().firstValueAsLong("Content-Length")).hasValue(file.bytes.length);
        assertThat(file.requests).as("fetched once, for the archive").hasSize(1);
        try (Stream<Path> drafts = Files.list(Path.of("target", "test-data", "archive"))) {
            assertThat(drafts).isEmpty();
        }
    }

    @Test
    void aDeletedVideoLeavesNoObject() throws Exception {
        String id = archived(file.withRanges());

        as(ALICE).delete("/v1/videos/" + id).then().statusCode(200);

        assertThat(S3Server.object(id)).doesNotExist();
    }

    @Test
    void aVideoThatIsForgottenLeavesNoObject() {
        String id = archived(file.withRanges());

        database.query("delete from video where id = '%s'".formatted(id)).execute().await().indefinitely();

        await().until(() -> Files.notExists(S3Server.object(id)));
    }

    /** Which are the oldest is told in whole seconds, so that the order of these is open. */
    @Test
    void whatExceedsTheSizeGoes() throws Exception {
        UpstreamFile large = new UpstreamFile(3_000_000, 23);
        List<String> ids = Stream.of(1, 2, 3, 4).map(number -> archived(large.withRanges())).toList();

        await().until(() -> ids.stream().anyMatch(id -> Files.notExists(S3Server.object(id))));
        String gone = ids.stream().filter(id -> Files.notExists(S3Server.object(id))).findFirst().orElseThrow();
        assertThat(get(ALICE, gone).<Object> get("expires_at")).isNull();
        large.assertIsWhole(downloads.get(gone).body());
    }

    @Test
    void anObjectOfAnotherLengthIsNotServed() throws Exception {
        String id = archived(file.withRanges());
        Files.write(S3Server.object(id), new byte[] { 1, 2, 3 });

        file.assertIsWhole(downloads.get(id).body());
    }

    @Test
    void aStoreThatIsDownIsInNobodysWay() throws Exception {
        String kept = archived(file.withRanges());
        S3Server.end();
        try {
            String id = completed(file.withRanges());
            file.assertIsWhole(downloads.get(id).body());
            file.assertIsWhole(downloads.get(kept).body());
            assertThat(metric("unreachable")).isPositive();
            as(ALICE).delete("/v1/videos/" + kept).then().statusCode(200);
        } finally {
            S3Server.begin();
        }
        await().untilAsserted(() -> assertThat(S3Server.object(kept)).as("swept once it is up").doesNotExist());
    }
}
