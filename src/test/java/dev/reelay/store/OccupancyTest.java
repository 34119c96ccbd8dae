package dev.reelay.store;

import static dev.reelay.testing.Waits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

import dev.reelay.async.VertxContexts;
import dev.reelay.upstream.FaultyUpstreamProfile;
import dev.reelay.video.Failure;
import dev.reelay.video.Lease;
import dev.reelay.video.Progress;
import dev.reelay.video.Video;
import dev.reelay.video.VideoId;

/** Tests how long an ended video occupies a slot of its account. */
@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class OccupancyTest {
    private static final Duration DEADLINE = Duration.ofHours(1);

    private final String node = "node " + UUID.randomUUID();
    private final VideoId id = VideoId.random();
    private final Lease lease = new Lease(id, 1);

    @Inject
    VideoSteps steps;
    @Inject
    VideoLeases leases;
    @Inject
    VideoRepository videos;
    @Inject
    VertxContexts contexts;
    @Inject
    Pool pool;

    @BeforeEach
    void assignedVideo() {
        sql("insert into node (id, lease_until) values ('%s', now() + interval '1 hour')".formatted(node));
        sql("""
                insert into video (id, owner, status, prompt, model, size, seconds, fingerprint, account, lease_owner,
                    lease_token)
                values ('%s', 'alice', 'SUBMITTED', 'a dog', 'sora-2', '1280x720', '10', '', 'other', '%s', 1)"""
                .formatted(id, node));
    }

    @AfterEach
    void leaveNothing() {
        sql("delete from video where id = '%s'".formatted(id));
        sql("delete from node where id = '%s'".formatted(node));
    }

    @Test
    void cancelledRunningVideoOccupiesItsAccountUntilItsDeadline() {
        step(Video::submitting);
        step(video -> video.accepted("up-1"));
        step(video -> video.progressed(Progress.stated(50)));

        run(() -> videos.cancel(id, "alice", Set.of()));

        assertThat(holds("status = 'FAILED' and occupied_until = accepted_at + interval '1 hour'")).isTrue();
    }

    @Test
    void failedCreateWithUnknownOutcomeOccupiesItsAccount() {
        step(Video::submitting);

        run(() -> steps.find(lease).chain(video -> steps.abandon(lease, video,
                new Failure("upstream_error", "The outcome is unknown"), DEADLINE)));

        assertThat(holds("status = 'FAILED' and occupied_until > now()")).isTrue();
    }

    /** The upstream's own code may be one of the gateway's. */
    @ParameterizedTest
    @ValueSource(strings = { "upstream_error", "cancelled", "generation_timeout", "content_policy_violation" })
    void videoFailedByItsUpstreamFreesItsAccount(String code) {
        step(Video::submitting);
        step(video -> video.accepted("up-1"));

        step(video -> video.failed(new Failure(code, "It broke")));

        assertThat(holds("status = 'FAILED' and occupied_until is null")).isTrue();
    }

    @Test
    void videoEndedByItsUpstreamFreesItsAccount() {
        step(Video::submitting);
        step(video -> video.accepted("up-1"));

        step(video -> video.completed(Optional.empty(), Optional.empty()));

        assertThat(holds("status = 'COMPLETED' and occupied_until is null")).isTrue();
    }

    @Test
    void videoThatWasNotSentDoesNotOccupyItsAccount() {
        run(() -> videos.cancel(id, "alice", Set.of()));

        assertThat(holds("status = 'FAILED' and occupied_until is null")).isTrue();
    }

    @Test
    void requeuedVideoDoesNotOccupyItsAccount() {
        step(Video::submitting);

        run(() -> leases.requeue(lease, DEADLINE));

        assertThat(holds("status = 'SUBMITTED' and occupied_until is null")).isTrue();
    }

    private void step(UnaryOperator<Video> change) {
        run(() -> steps.find(lease).chain(video -> steps.save(lease, video, change.apply(video), DEADLINE)));
    }

    private void run(Supplier<Uni<?>> work) {
        contexts.run(() -> work.get().replaceWithVoid()).await().atMost(LIMIT);
    }

    private boolean holds(String condition) {
        return pool.query("select from video where id = '%s' and %s".formatted(id, condition)).executeAndAwait()
                .rowCount() == 1;
    }

    private void sql(String statement) {
        pool.query(statement).executeAndAwait();
    }
}
