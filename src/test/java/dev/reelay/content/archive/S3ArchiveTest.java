package dev.reelay.content.archive;

import static dev.reelay.content.ArchivedVideos.GONE;
import static dev.reelay.content.ArchivedVideos.archived;
import static dev.reelay.content.ArchivedVideos.completed;
import static dev.reelay.content.ArchivedVideos.metric;
import static dev.reelay.testing.Api.as;
import static dev.reelay.testing.Api.get;
import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

import dev.reelay.content.ArchiveContract;
import dev.reelay.content.S3ArchiveProfile;
import dev.reelay.content.S3Server;
import dev.reelay.content.UpstreamFile;
import dev.reelay.testing.FaultProxy.Direction;

/** An archive in S3, tested against a store in another process. */
@QuarkusTest
@TestProfile(S3ArchiveProfile.class)
@EnabledIf(value = "dev.reelay.content.S3Server#isInstalled", disabledReason = "npm's s3rver is not in target/clients")
class S3ArchiveTest extends ArchiveContract {
    @Override
    public Path path(String id) {
        return S3Server.object(id);
    }

    @Test
    void brokenReadIsResumed() throws Exception {
        UpstreamFile large = new UpstreamFile(3_000_000, 41);
        String id = archivedWithLastingTag(large);
        S3Server.network().resetAfter(Direction.TO_CLIENT, 1_000_000);

        HttpResponse<byte[]> response = downloads.get(id);

        large.assertIsWhole(response.body());
        assertThat(S3Server.network().awaitsReset(Direction.TO_CLIENT)).as("still to come").isFalse();
        as(ALICE).delete("/v1/videos/" + id).then().statusCode(200);
    }

    @Test
    void brokenRangeIsResumedWithinRange() throws Exception {
        UpstreamFile large = new UpstreamFile(3_000_000, 43);
        String id = archivedWithLastingTag(large);
        S3Server.network().resetAfter(Direction.TO_CLIENT, 1_000_000);

        HttpResponse<byte[]> response = downloads.get(id, Map.of("Range", "bytes=500000-2499999"));

        assertThat(response.body()).isEqualTo(Arrays.copyOfRange(large.bytes, 500_000, 2_500_000));
        assertThat(S3Server.network().awaitsReset(Direction.TO_CLIENT)).as("still to come").isFalse();
        as(ALICE).delete("/v1/videos/" + id).then().statusCode(200);
    }

    /**
     * Archives a video, and waits for a sweep that began after that. A listing by s3rver saves the MD5 of an object that it
     * meets half written, maybe after the write has ended, and so changes the tag of the object.
     */
    private String archivedWithLastingTag(UpstreamFile large) throws IOException {
        String id = archived(large.withRanges(), GONE);
        Path orphan = Files.write(path("video_" + "f".repeat(32)), new byte[] { 1 });
        await().until(() -> Files.notExists(orphan));
        return id;
    }

    @Test
    void silentStoreLeavesDownloadsWorking() throws Exception {
        String kept = archived(file.withRanges());
        S3Server.network().silence();
        try {
            file.assertIsWhole(downloads.get(kept).body());
        } finally {
            S3Server.network().lift();
        }
        file.assertIsWhole(downloads.get(archived(file.withRanges())).body());
    }

    /** The store reports the age in whole seconds, so that any of the videos may be the oldest. */
    @Test
    void fullArchiveRemovesVideo() throws Exception {
        UpstreamFile large = new UpstreamFile(3_000_000, 23);
        double stored = metric("stored");
        List<String> ids = Stream.of(1, 2, 3, 4).map(number -> completed(large.withRanges())).toList();

        // The removal may follow so soon that no client sees that the video was archived.
        await().until(() -> metric("stored") >= stored + ids.size());
        await().until(() -> ids.stream().anyMatch(id -> Files.notExists(S3Server.object(id))));
        String gone = ids.stream().filter(id -> Files.notExists(S3Server.object(id))).findFirst().orElseThrow();
        assertThat(get(ALICE, gone).getValue("expires_at")).isNull();
        large.assertIsWhole(downloads.get(gone).body());
        // The archive stays full otherwise, and removes a video of the next test.
        ids.forEach(id -> as(ALICE).delete("/v1/videos/" + id).then().statusCode(200));
        await().until(() -> ids.stream().allMatch(id -> Files.notExists(S3Server.object(id))));
    }

    @Test
    void unreachableStoreLeavesDownloadsWorking() throws Exception {
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
