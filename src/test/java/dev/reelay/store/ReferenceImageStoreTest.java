package dev.reelay.store;

import static dev.reelay.testing.Waits.LIMIT;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;

import dev.reelay.async.VertxContexts;
import dev.reelay.upstream.FaultyUpstreamProfile;
import dev.reelay.video.LeaseLostException;
import dev.reelay.video.VideoId;

@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class ReferenceImageStoreTest {
    @Inject
    ReferenceImageStore images;
    @Inject
    VertxContexts contexts;
    @Inject
    Pool pool;
    @TempDir
    Path directory;

    /** A cancel deletes the image while its parts are read. */
    @Test
    void imageThatIsDeletedDuringTheCopyBelongsToAnEndedVideo() {
        VideoId id = VideoId.random();
        sql("""
                insert into video (id, owner, status, prompt, model, size, seconds, fingerprint, completed_at)
                values ('%s', 'nobody', 'FAILED', '', 'sora-2', '', '', '', now())""".formatted(id));
        sql("insert into reference_image_part values ('%s', 1, '')".formatted(id));

        assertThatExceptionOfType(LeaseLostException.class).isThrownBy(
                () -> contexts.run(() -> images.copy(id, directory.resolve("image"))).await().atMost(LIMIT));

        sql("delete from video where id = '%s'".formatted(id));
    }

    private void sql(String statement) {
        pool.query(statement).executeAndAwait();
    }
}
