package dev.reelay.store;

import static dev.reelay.testing.Waits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
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

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;

import dev.reelay.async.VertxContexts;
import dev.reelay.upstream.FaultyUpstreamProfile;
import dev.reelay.video.Failure;
import dev.reelay.video.Lease;
import dev.reelay.video.Video;
import dev.reelay.video.VideoId;

/** Checks what each end of a video writes to the ledger and its sums. */
@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class LedgerTest {
    private static final Duration DEADLINE = Duration.ofHours(1);
    private static final Failure BROKEN = new Failure("upstream_error", "It broke");

    private final String node = "node " + UUID.randomUUID();
    private final String owner = "owner " + UUID.randomUUID();
    private final VideoId id = VideoId.random();
    private final Lease lease = new Lease(id, 1);

    @Inject
    VideoSteps steps;
    @Inject
    VideoRepository videos;
    @Inject
    VertxContexts contexts;
    @Inject
    Pool pool;

    @BeforeEach
    void runningVideo() {
        sql("insert into node (id, lease_until) values ('%s', now() + interval '1 hour')".formatted(node));
        sql("""
                insert into video (id, owner, status, prompt, model, size, seconds, fingerprint, account, lease_owner,
                    lease_token, key_id, cost)
                values ('%s', '%s', 'SUBMITTED', 'a dog', 'priced', '1280x720', '8', '', 'default', '%s', 1, 'key_a', 0.80)"""
                .formatted(id, owner, node));
        step(Video::submitting);
        step(video -> video.accepted("up-1"));
    }

    @AfterEach
    void leaveNothing() {
        sql("delete from video where owner = '%s'".formatted(owner));
        sql("delete from usage_ledger where owner = '%s'".formatted(owner));
        sql("delete from usage_sum where owner = '%s'".formatted(owner));
        sql("delete from node where id = '%s'".formatted(node));
    }

    @Test
    void openVideoIsInNoSum() {
        assertThat(sums()).isZero();
        assertThat(pool.query("select from usage_ledger where owner = '%s'".formatted(owner)).executeAndAwait().rowCount())
                .isZero();
    }

    @Test
    void completedVideoCostsItsPrice() {
        step(video -> video.completed(Optional.empty(), Optional.empty()));

        assertThat(ledger()).isEqualTo("key_a priced default completed 8 0.80 0");
        assertThat(cost()).isEqualTo("0.80 null");
    }

    @Test
    void whatTheUpstreamChargesCounts() {
        step(video -> video.completed(Optional.empty(), Optional.empty()).charged(Optional.of(new BigDecimal("0.5003"))));

        assertThat(ledger()).isEqualTo("key_a priced default completed 8 0.5003 0");
    }

    @Test
    void failedVideoCostsNothing() {
        step(video -> video.failed(BROKEN));

        assertThat(ledger()).isEqualTo("key_a priced default failed 0 0.00 0");
        assertThat(cost()).isEqualTo("0.00 null");
    }

    @Test
    void failedVideoThatIsChargedCostsThat() {
        step(video -> video.failed(BROKEN).charged(Optional.of(new BigDecimal("0.4"))));

        assertThat(ledger()).isEqualTo("key_a priced default failed 0 0.4 0");
    }

    @Test
    void videoThatMayBeBilledIsUncertain() {
        run(() -> steps.find(lease).chain(video -> steps.abandon(lease, video, BROKEN.unstoppable(), DEADLINE)));

        assertThat(ledger()).isEqualTo("key_a priced default failed 0 0.00 0.80");
        assertThat(cost()).isEqualTo("0.00 0.80");
    }

    @Test
    void cancelOfAVideoThatItsUpstreamCannotStopIsUncertain() {
        run(() -> videos.cancel(id, owner, Set.of()));

        assertThat(ledger()).isEqualTo("key_a priced default cancelled 0 0.00 0.80");
    }

    @Test
    void cancelOfAVideoThatItsUpstreamStopsCostsNothing() {
        run(() -> videos.cancel(id, owner, Set.of("default")));

        assertThat(ledger()).isEqualTo("key_a priced default cancelled 0 0.00 0");
    }

    @Test
    void ledgerOutlivesTheVideo() {
        step(video -> video.completed(Optional.empty(), Optional.empty()));

        run(() -> videos.delete(id, owner));

        assertThat(ledger()).isEqualTo("key_a priced default completed 8 0.80 0");
    }

    /** It knows neither keys nor costs. */
    @Test
    void videoThatAnOlderNodeCreatedAndEndedIsInTheLedger() {
        sql("""
                insert into video (id, owner, status, prompt, model, size, seconds, fingerprint)
                values ('video_old', '%s', 'SUBMITTED', 'a dog', 'of no account', '1280x720', '4', '')""".formatted(owner));
        sql("update video set status = 'COMPLETED', completed_at = now(), version = 2 where id = 'video_old'");

        assertThat(ledger()).isEqualTo(" of no account  completed 4 0 0");
    }

    @Test
    void sumsAreThoseOfTheHourTheDayAndTheMonth() {
        step(video -> video.completed(Optional.empty(), Optional.empty()));
        sql("""
                insert into video (id, owner, status, prompt, model, size, seconds, fingerprint, account, key_id, cost)
                values ('video_second', '%s', 'IN_PROGRESS', 'a dog', 'priced', '1280x720', '8', '', 'default', 'key_a', 0.80)"""
                .formatted(owner));
        sql("update video set status = 'COMPLETED', completed_at = now(), version = 2 where id = 'video_second'");

        RowIterator<Row> rows = pool
                .query("""
                        select string_agg(distinct bucket, ' ' order by bucket) buckets, sum(videos) / 3 videos, sum(seconds) / 3 seconds,
                            sum(cost) / 3 cost
                        from usage_sum where owner = '%s'"""
                        .formatted(owner))
                .executeAndAwait().iterator();
        Row sum = rows.next();
        assertThat(sum.getString("buckets")).isEqualTo("day hour month");
        assertThat(sum.getInteger("videos")).isEqualTo(2);
        assertThat(sum.getInteger("seconds")).isEqualTo(16);
        assertThat(sum.getBigDecimal("cost")).isEqualByComparingTo("1.60");
    }

    private long sums() {
        return pool.query("select from usage_sum where owner = '%s'".formatted(owner)).executeAndAwait().rowCount();
    }

    private String ledger() {
        return pool.query("""
                select concat_ws(' ', key_id, model, account, status, seconds, cost, uncertain) entry from usage_ledger
                where owner = '%s'""".formatted(owner)).executeAndAwait().iterator().next().getString("entry");
    }

    private String cost() {
        Row row = pool.query("select cost, cost_uncertain from video where id = '%s'".formatted(id)).executeAndAwait()
                .iterator()
                .next();
        return row.getBigDecimal("cost") + " " + row.getBigDecimal("cost_uncertain");
    }

    private void step(UnaryOperator<Video> change) {
        run(() -> steps.find(lease).chain(video -> steps.save(lease, video, change.apply(video), DEADLINE)));
    }

    private void run(Supplier<Uni<?>> work) {
        contexts.run(() -> work.get().replaceWithVoid()).await().atMost(LIMIT);
    }

    private void sql(String statement) {
        pool.query(statement).executeAndAwait();
    }
}
