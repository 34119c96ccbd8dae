package dev.reelay.pipeline;

import static dev.reelay.testing.Api.awaitEnd;
import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.Waits.LIMIT;
import static dev.reelay.testing.Waits.await;
import static dev.reelay.upstream.FaultUpstream.idOf;
import static dev.reelay.upstream.FaultUpstream.running;
import static dev.reelay.upstream.FaultUpstream.script;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;

import dev.reelay.async.VertxContexts;
import dev.reelay.store.NodeLeases;
import dev.reelay.store.VideoLeases;
import dev.reelay.upstream.FaultUpstream.Script;
import dev.reelay.upstream.FaultyUpstreamProfile;
import dev.reelay.upstream.Upstream;
import dev.reelay.video.Claim;

/** The takeover of videos whose node has crashed. */
@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class TakeoverTest {
    private static final int MANY = 450;

    private final String prompt = "prompt " + UUID.randomUUID();
    private final Script upstream = script(prompt);

    @Inject
    VideoClaimer claims;
    @Inject
    NodeLeases nodes;
    @Inject
    VideoLeases leases;
    @Inject
    Upstream anyUpstream;
    @Inject
    VertxContexts contexts;
    @Inject
    Pool pool;

    /** The heartbeat of the program under test also claims, and may be first. */
    @Test
    void oneClaimTakesOverAllAbandonedVideos() {
        await().until(() -> {
            abandoned(MANY, "IN_PROGRESS");
            return claims.next().collect().asList().await().atMost(LIMIT).size() > 100;
        });

        assertThat(pool
                .query("select from video where prompt = '" + prompt + "' and status <> 'COMPLETED' and lease_owner is null")
                .executeAndAwait().rowCount()).isZero();
        deleteAll();
    }

    /** With a slow database or many videos, a node's lease may expire during its claim. */
    @Test
    void nodeWithExpiredLeaseKeepsItsOwnVideos() {
        VideoClaimer impatient = new VideoClaimer(new ShortLease(), nodes, leases, anyUpstream, contexts,
                new SimpleMeterRegistry());
        List<Claim> claimed = await().until(() -> {
            abandoned(600, "IN_PROGRESS");
            return impatient.next().collect().asList().await().atMost(LIMIT);
        }, claims -> !claims.isEmpty());

        assertThat(claimed).extracting(claim -> claim.lease().id()).doesNotHaveDuplicates();
        deleteAll();
    }

    private void deleteAll() {
        pool.query("delete from video where prompt = '" + prompt + "'").executeAndAwait();
    }

    private record ShortLease(Duration deadline, Duration heartbeat, Duration retention, Duration lease)
            implements
                PipelineConfig {
        ShortLease() {
            this(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ofMillis(20));
        }
    }

    @Test
    void takenOverRunningVideoIsPolledAndNotCreatedAgain() {
        awaitEnd(ALICE, abandoned(1, "IN_PROGRESS"), "completed");

        assertThat(upstream.creates()).isEmpty();
    }

    @Test
    void interruptedCreateWithoutIdempotencyFails() {
        JsonObject video = awaitEnd(ALICE, abandoned(1, "SUBMITTING"), "failed");

        assertThat(video.getString("error_code")).isEqualTo("upstream_error");
        assertThat(video.getString("error")).contains("the upstream may have accepted it");
        assertThat(upstream.creates()).isEmpty();
    }

    @Test
    void videoFailsAtItsDeadline() {
        upstream.status(running(99));

        JsonObject video = awaitEnd(ALICE, abandoned(1, "IN_PROGRESS", "now() - interval '11 minutes'"), "failed");

        assertThat(video.getString("error_code")).isEqualTo("generation_timeout");
    }

    /** Inserts videos without a node; returns the id of one of them. */
    private String abandoned(int count, String status) {
        return abandoned(count, status, "null");
    }

    private String abandoned(int count, String status, String acceptedAt) {
        return pool.query("""
                insert into video (id, owner, status, prompt, model, size, seconds, fingerprint, account, upstream_id,
                    accepted_at)
                select 'video_' || md5('%s' || number || clock_timestamp()), 'alice', '%s', '%1$s', 'sora-2', '1280x720',
                    '10', '', 'default', case when '%2$s' = 'IN_PROGRESS' then '%s' end, %s
                from generate_series(1, %d) number returning id""".formatted(prompt, status, idOf(prompt), acceptedAt, count))
                .executeAndAwait().iterator().next().getString("id");
    }
}
