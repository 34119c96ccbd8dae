package dev.reelay.store;

import static dev.reelay.testing.Waits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;

import dev.reelay.async.VertxContexts;
import dev.reelay.database.LockSpace;
import dev.reelay.upstream.FaultyUpstreamProfile;
import dev.reelay.video.Lease;
import dev.reelay.video.LeaseLostException;
import dev.reelay.video.Progress;
import dev.reelay.video.Video;
import dev.reelay.video.VideoId;

/** Statements whose commit a broken connection hides, and statements that a network delays. */
@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class VideoStepsTest {
    private static final Duration DEADLINE = Duration.ofMinutes(10);
    private static final long TOKEN = 7;

    @Inject
    VideoSteps steps;
    @Inject
    VideoLeases leases;
    @Inject
    VertxContexts contexts;
    @Inject
    Pool pool;

    private final Lease lease = new Lease(VideoId.random(), TOKEN);
    private final String node = "node of " + lease.id();

    @BeforeEach
    void leaseVideoToAnotherNode() {
        sql("insert into node (id, lease_until) values ('%s', now() + interval '1 hour')".formatted(node));
        insert(lease);
    }

    @AfterEach
    void delete() {
        sql("delete from video where owner = '%s'".formatted(node));
        sql("delete from node where id = '%s'".formatted(node));
    }

    @Test
    void stepThatIsStoredAlreadyKeepsItsLease() {
        Video waiting = run(() -> steps.find(lease));
        Video submitting = run(() -> steps.save(lease, waiting, waiting.submitting(), DEADLINE));
        assertThat(run(() -> steps.save(lease, waiting, waiting.submitting(), DEADLINE))).isEqualTo(submitting);
        Video running = run(() -> steps.save(lease, submitting, submitting.accepted("up-1"), DEADLINE));

        assertThat(run(() -> steps.save(lease, submitting, submitting.accepted("up-1"), DEADLINE))).isEqualTo(running);
        assertThatExceptionOfType(LeaseLostException.class)
                .isThrownBy(() -> run(() -> steps.save(lease, submitting, submitting.accepted("up-2").progressed(
                        Progress.stated(5)), DEADLINE)));
    }

    @Test
    void storedEndHasWhatTheDatabaseKnows() {
        sql("update video set status = 'IN_PROGRESS', cost = 0.80 where id = '%s'".formatted(lease.id()));
        Video running = run(() -> steps.find(lease));

        Video completed = run(() -> steps.save(lease, running, running.charged(Optional.of(new BigDecimal("0.75")))
                .completed(Optional.empty(), Optional.of(Instant.ofEpochSecond(2_000_000_000))), DEADLINE));

        assertThat(completed).isEqualTo(run(() -> steps.find(lease)));
        assertThat(completed.times().completed()).isPresent();
        assertThat(completed.cost().amount()).hasValueSatisfying(usd -> assertThat(usd).isEqualByComparingTo("0.75"));
    }

    @Test
    void failureOfListenerRollsStepBack() {
        sql("update video set status = 'SUBMITTING', prompt = '%s' where id = '%s'".formatted(RefusingListener.REFUSED,
                lease.id()));
        Video submitting = run(() -> steps.find(lease));

        assertThatThrownBy(() -> run(() -> steps.save(lease, submitting, submitting.accepted("up-1"), DEADLINE)))
                .hasStackTraceContaining(RefusingListener.REFUSED);

        assertThat(run(() -> steps.find(lease))).isEqualTo(submitting);
    }

    @Test
    void delayedProgressDoesNotLowerTheVersion() {
        Video waiting = run(() -> steps.find(lease));
        Video submitting = run(() -> steps.save(lease, waiting, waiting.submitting(), DEADLINE));
        Video running = run(() -> steps.save(lease, submitting, submitting.accepted("up-1"), DEADLINE));
        Video older = running.progressed(Progress.stated(10));
        Video newer = run(() -> steps.save(lease, older, older.progressed(Progress.stated(20)), DEADLINE));

        assertThatExceptionOfType(LeaseLostException.class)
                .isThrownBy(() -> run(() -> steps.save(lease, running, older, DEADLINE)));
        assertThat(run(() -> steps.find(lease))).isEqualTo(newer);
    }

    /** The first step waits for the lock of the feed, so the others come meanwhile. */
    @Test
    void stepsThatComeMeanwhileShareOneTransaction() {
        List<Lease> others = Stream.generate(() -> new Lease(VideoId.random(), TOKEN)).limit(5).toList();
        others.forEach(this::insert);
        begin();
        SqlConnection reader = pool.getConnectionAndAwait();
        Transaction lock = reader.beginAndAwait();
        reader.query("select pg_advisory_xact_lock(%s)".formatted(LockSpace.OWNER_CHANGES.key("'" + node + "'")))
                .executeAndAwait();

        List<CompletableFuture<Video>> progress = Stream.concat(Stream.of(lease), others.stream()).map(this::progress).toList();
        assertThat(progress).noneMatch(CompletableFuture::isDone);
        lock.commitAndAwait();
        reader.closeAndAwait();

        progress.forEach(step -> assertThat(step).succeedsWithin(LIMIT));
        assertThat(rows("select distinct xmin from video where owner = '%s'")).isEqualTo(2);
    }

    @Test
    void lockedRowDelaysNoOtherVideo() {
        Lease other = new Lease(VideoId.random(), TOKEN);
        insert(other);
        begin();
        SqlConnection holder = pool.getConnectionAndAwait();
        Transaction lock = holder.beginAndAwait();
        holder.query("select id from video where id = '%s' for update".formatted(lease.id())).executeAndAwait();

        CompletableFuture<Video> locked = progress(lease);
        assertThat(progress(other)).succeedsWithin(LIMIT);
        assertThat(progress(other)).succeedsWithin(LIMIT);
        assertThat(locked).isNotDone();
        lock.commitAndAwait();
        holder.closeAndAwait();

        assertThat(locked).succeedsWithin(LIMIT);
    }

    @Test
    void delayedStepDoesNotTouchRequeuedVideo() {
        Video waiting = run(() -> steps.find(lease));
        run(() -> steps.save(lease, waiting, waiting.submitting(), DEADLINE));
        run(() -> leases.requeue(lease, Duration.ofHours(1)).replaceWith(true));

        assertThatExceptionOfType(LeaseLostException.class)
                .isThrownBy(() -> run(() -> steps.save(lease, waiting, waiting.submitting(), DEADLINE)));
    }

    @Test
    void claimThatTheNodeDoesNotKnowIsReleased() {
        Lease unknown = new Lease(VideoId.random(), TOKEN);
        insert(unknown);

        assertThat(run(() -> leases.releaseForgotten(node, List.of(lease)))).isEqualTo(1);

        assertThat(run(() -> leases.releaseForgotten(node, List.of(lease)))).isZero();
        assertThat(run(() -> leases.releaseForgotten(node, List.of(new Lease(lease.id(), TOKEN - 1))))).isEqualTo(1);
    }

    private void insert(Lease claimed) {
        sql("""
                insert into video (id, owner, status, prompt, model, size, seconds, fingerprint, account, lease_owner,
                    lease_token)
                values ('%s', '%s', 'SUBMITTED', '', 'sora-2', '1280x720', '10', '', 'absent', '%2$s', %d)"""
                .formatted(claimed.id(), node, claimed.token()));
    }

    private void begin() {
        sql("update video set status = 'IN_PROGRESS' where owner = '%s'".formatted(node));
    }

    private CompletableFuture<Video> progress(Lease of) {
        Video stored = run(() -> steps.find(of));
        return contexts.run(() -> steps.save(of, stored, stored.progressed(Progress.stated(stored.progress().percent() + 1)),
                DEADLINE)).subscribeAsCompletionStage();
    }

    private int rows(String query) {
        return pool.query(query.formatted(node)).executeAndAwait().rowCount();
    }

    private <T> T run(Supplier<Uni<T>> action) {
        return contexts.run(action).await().atMost(LIMIT);
    }

    private void sql(String statement) {
        pool.query(statement).executeAndAwait();
    }
}
