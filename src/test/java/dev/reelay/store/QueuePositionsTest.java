package dev.reelay.store;

import static dev.reelay.testing.Waits.LIMIT;
import static dev.reelay.testing.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;

import dev.reelay.async.VertxContexts;
import dev.reelay.upstream.FaultyUpstreamProfile;
import dev.reelay.video.CreateVideo;
import dev.reelay.video.Fingerprint;
import dev.reelay.video.Video;
import dev.reelay.video.VideoId;
import dev.reelay.video.VideoSpec;

/** Tests the estimates for waiting videos on a real database. */
@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class QueuePositionsTest {
    private static final int VIDEOS = 12;

    private final String owner = "owner " + UUID.randomUUID();

    @Inject
    VideoFeed feed;
    @Inject
    VideoRepository videos;
    @Inject
    VideoCreation creation;
    @Inject
    VertxContexts contexts;
    @Inject
    Pool pool;

    /** Every third video is terminal, some have the same age, and none is due before the test has ended. */
    @BeforeEach
    void waitingAndEndedVideos() {
        IntStream.range(0, VIDEOS).forEach(number -> sql("""
                insert into video (id, owner, status, prompt, model, size, seconds, fingerprint, created_at, completed_at,
                    not_before)
                values ('video_%s', '%s', '%s', 'a dog', 'sora-2', '1280x720', '10', '', now() - interval '%d minutes', now(),
                    now() + interval '1 hour')"""
                .formatted(UUID.randomUUID().toString().replace("-", ""), owner, number % 3 == 0 ? "COMPLETED" : "SUBMITTED",
                        number % 5)));
    }

    @AfterEach
    void leaveNothing() {
        sql("delete from video where owner = '%s'".formatted(owner));
    }

    /** Videos of other tests may leave the queue between two reads, so the comparison is repeated. */
    @Test
    void pageHasThePositionOfEachVideoAlone() {
        await().untilAsserted(() -> {
            List<Video> waiting = contexts.run(() -> feed.after(owner, 0, 100)).await().atMost(LIMIT).stream()
                    .flatMap(entry -> entry.video().stream()).filter(video -> video.place().isPresent()).toList();

            assertThat(waiting).hasSize(VIDEOS * 2 / 3)
                    .allSatisfy(video -> assertThat(position(video)).isEqualTo(position(alone(video.id()))));
            assertThat(waiting.stream().map(QueuePositionsTest::position)).doesNotHaveDuplicates();
        });
    }

    /** Again, others may leave the queue between two reads. */
    @Test
    void newVideoWaitsBehindAllOthers() {
        await().untilAsserted(() -> {
            CreateVideo create = new CreateVideo(owner, Optional.empty(),
                    new VideoSpec("a dog", "of no account", "1280x720", "8"), Optional.empty(), new Fingerprint(new byte[32]),
                    Optional.empty(), false, Optional.empty(), Optional.empty(), Optional.empty());

            Video created = contexts.run(() -> creation.create(create, new UnlimitedAdmission())).await().atMost(LIMIT).video();

            assertThat(position(created)).isGreaterThan(VIDEOS * 2 / 3).isEqualTo(position(alone(created.id())));
            assertThat(created.place().orElseThrow().untilCompletion()).isPresent();
        });
    }

    private static int position(Video video) {
        return video.place().orElseThrow().position();
    }

    private Video alone(VideoId id) {
        return contexts.run(() -> videos.find(id)).await().atMost(LIMIT).orElseThrow();
    }

    private void sql(String statement) {
        pool.query(statement).executeAndAwait();
    }
}
