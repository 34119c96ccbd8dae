package dev.reelay.store;

import static dev.reelay.testing.Waits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

import dev.reelay.async.VertxContexts;
import dev.reelay.database.LockSpace;
import dev.reelay.upstream.FaultyUpstreamProfile;
import dev.reelay.video.VideoId;

/** Tests what a deletion leaves in the owner's feed, and for how long. */
@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class VideoDeletionTest {
    /** Younger than the rows of this test, and shorter than the retention of the program, which would delete them. */
    private static final Duration AGE = Duration.ofDays(20);

    private final String owner = "owner " + UUID.randomUUID();
    private final VideoId id = newId();

    @Inject
    VideoFeed feed;
    @Inject
    VideoRepository videos;
    @Inject
    VideoRetention retention;
    @Inject
    VertxContexts contexts;
    @Inject
    Pool pool;

    @BeforeEach
    void oldVideo() {
        insert(id);
    }

    @AfterEach
    void leaveNothing() {
        sql("delete from video where owner = '%s'".formatted(owner));
        sql("delete from deleted_video where owner = '%s'".formatted(owner));
    }

    @Test
    void feedTellsDeletionInsteadOfVideo() {
        long before = await(() -> feed.end(owner));

        await(() -> videos.delete(id, owner));

        VideoFeed.Entry gone = await(() -> feed.after(owner, 0, 100)).get(0);
        assertThat(gone.id()).isEqualTo(id);
        assertThat(gone.video()).isEmpty();
        assertThat(gone.position()).isGreaterThan(before).isEqualTo(await(() -> feed.end(owner)));
        assertThat(await(() -> feed.after(owner, gone.position(), 100))).isEmpty();
        assertThat(RefusingListener.DELETED).contains(id);
    }

    @Test
    void pageHasChangesAndDeletionsInTheirOrder() {
        VideoId second = newId();
        VideoId third = newId();
        insert(second);
        await(() -> videos.delete(id, owner));
        insert(third);
        await(() -> videos.delete(third, owner));

        List<VideoFeed.Entry> all = await(() -> feed.after(owner, 0, 100));
        assertThat(all).extracting(VideoFeed.Entry::id).containsExactly(second, id, third);
        assertThat(all).extracting(entry -> entry.video().isPresent()).containsExactly(true, false, false);
        assertThat(all).extracting(VideoFeed.Entry::position).isSorted().doesNotHaveDuplicates();
        assertThat(await(() -> feed.after(owner, 0, 2))).isEqualTo(all.subList(0, 2));
    }

    @Test
    void failureOfListenerRollsDeletionBack() {
        sql("update video set prompt = '%s' where id = '%s'".formatted(RefusingListener.REFUSED, id));

        assertThatThrownBy(() -> await(() -> videos.delete(id, owner))).hasStackTraceContaining(RefusingListener.REFUSED);

        assertThat(await(() -> feed.after(owner, 0, 100))).singleElement()
                .satisfies(entry -> assertThat(entry.video()).isPresent());
    }

    @Test
    void retentionTellsFeedAndNoListener() {
        await(() -> retention.prune(AGE));

        assertThat(await(() -> feed.after(owner, 0, 100))).singleElement()
                .satisfies(entry -> assertThat(entry.video()).isEmpty());
        assertThat(RefusingListener.DELETED).doesNotContain(id);
    }

    @Test
    void retentionRunsOnOneNodeAtATime() {
        int deleted = pool.withTransaction(connection -> connection
                .query("select pg_advisory_xact_lock(%s)".formatted(LockSpace.RETENTION.key("'video'"))).execute()
                .chain(() -> contexts.run(() -> retention.prune(AGE)))).await().atMost(LIMIT);

        assertThat(deleted).isZero();
        assertThat(await(() -> videos.find(id))).isPresent();
    }

    @Test
    void deletionIsForgottenAfterAWeek() {
        await(() -> videos.delete(id, owner));
        await(retention::pruneDeletions);
        assertThat(await(() -> feed.after(owner, 0, 100))).hasSize(1);

        sql("update deleted_video set deleted_at = now() - interval '169 hours' where owner = '%s'".formatted(owner));
        await(retention::pruneDeletions);
        assertThat(await(() -> feed.after(owner, 0, 100))).isEmpty();
    }

    private static VideoId newId() {
        return new VideoId("video_" + UUID.randomUUID().toString().replace("-", ""));
    }

    private void insert(VideoId video) {
        sql("""
                insert into video (id, owner, status, progress, prompt, model, size, seconds, fingerprint, created_at,
                    completed_at)
                values ('%s', '%s', 'COMPLETED', 100, 'a dog', 'sora-2', '1280x720', '10', '', now() - interval '21 days', now())"""
                .formatted(video, owner));
    }

    private <T> T await(Supplier<Uni<T>> use) {
        return contexts.run(use).await().atMost(LIMIT);
    }

    private void sql(String statement) {
        pool.query(statement).executeAndAwait();
    }
}
