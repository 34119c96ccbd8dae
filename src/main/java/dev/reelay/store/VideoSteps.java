package dev.reelay.store;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;

import dev.reelay.async.Batches;
import dev.reelay.async.VertxContexts;
import dev.reelay.database.DatabaseFailures;
import dev.reelay.database.PipelinedTransaction;
import dev.reelay.database.Sql;
import dev.reelay.database.SqlStatement;
import dev.reelay.video.Cost;
import dev.reelay.video.Failure;
import dev.reelay.video.Lease;
import dev.reelay.video.LeaseLostException;
import dev.reelay.video.Video;
import dev.reelay.video.VideoId;
import dev.reelay.video.VideoStatus;

/** Reads and stores a video under its lease, and calls the {@link StepListener}s of a step. */
@ApplicationScoped
public class VideoSteps {
    private static final String FIND = """
            select %s from video where id = $1 and lease_token = $2""".formatted(VideoRow.COLUMNS);

    /** Parameters: {@link #parameters}. */
    private static final String SAVE = """
            update video set version = $4, status = $5, progress = $10, progress_estimated = $11, upstream_id = $12,
                content_url = $13, error_code = $15, error_message = $16, upstream_request_id = $17,
                charge = cast(cast($18 as text) as numeric), may_be_billed = $19,
                accepted_at = case when $5 = 'IN_PROGRESS' then coalesce(accepted_at, now()) else accepted_at end,
                completed_at = case when $5 = 'COMPLETED' then now() end,
                expires_at = to_timestamp($14),
                archive_due = case when $5 = 'COMPLETED' then now() end,
                lease_owner = case when $6 then null else lease_owner end,
                occupied_until = case when $7 then now() + make_interval(secs => $9) when $8 then null else occupied_until end
            where id = $1 and lease_token = $2 and status = $3 and version <= $4""";

    /** The same, with what only the database knows of the stored video. */
    private static final String SAVE_RETURNING = SAVE + """
            \s returning completed_at, cost, cost_uncertain, charge,
                cast(extract(epoch from now() - created_at) * 1000 as bigint) as age""";

    /** The same, unless another transaction has the row. */
    private static final String SAVE_UNLESS_LOCKED = SAVE
            + " and id in (select id from video where id = $1 for no key update skip locked)";

    private static final int MAX_BATCH = 200;

    private static final String FIND_STORED = FIND + " and version = $3 and status = $4";

    private static final String STATUS = "select status from video where id = $1";

    private final List<StepListener> listeners;
    private final Pool pool;
    private final VertxContexts contexts;
    private final Batches<Step, Boolean> batches;

    /** A step with the parameters of {@link #SAVE}. */
    private record Step(Lease lease, Video before, Video after, List<@Nullable Object> parameters) {
        String owner() {
            return after.owner();
        }

        Tuple tuple() {
            return Tuple.from(parameters);
        }
    }

    VideoSteps(@All List<StepListener> listeners, Pool pool, VertxContexts contexts) {
        this.listeners = listeners;
        this.pool = pool;
        this.contexts = contexts;
        this.batches = new Batches<>(MAX_BATCH, Comparator.comparing(Step::owner), steps -> contexts.run(() -> saveAll(steps)),
                failure -> !DatabaseFailures.isOutage(failure));
    }

    /**
     * Stores the step from {@code before} to {@code after} with a compare-and-set on lease token and status. Deletes the
     * reference image once the upstream accepted the video or the video is terminal. May be repeated: if the connection broke
     * during the commit, the step may be stored already. A statement that the network delayed cannot lower the version.
     *
     * @param deadline the longest time for which the upstream works on a video that it accepted
     * @return the video as stored; fails with {@link LeaseLostException} if the token or the status has changed
     */
    public Uni<Video> save(Lease lease, Video before, Video after, Duration deadline) {
        Step step = new Step(lease, before, after, parameters(lease, before, after, deadline, after.isTerminal()));
        return after.status() == before.status() || after.status() == VideoStatus.SUBMITTING ? saveAlone(step)
                : saveWithRest(step);
    }

    /** Stores a step that nothing follows from, which are most. */
    private Uni<Video> saveAlone(Step step) {
        return batches.add(step).chain(stored -> stored ? Uni.createFrom().item(step.after())
                : contexts.run(() -> saveOrFind(step)));
    }

    /**
     * Stores several steps in one transaction, because its commit costs as much as that of one step: a commit with
     * notifications waits for the disk, and no other such commit begins meanwhile. A batch never waits for a row, and takes
     * the locks of the feeds in the order of their owners, so that batches do not wait for each other in a circle.
     *
     * @return whether each step is stored now
     */
    private Uni<List<Boolean>> saveAll(List<Step> steps) {
        return pool.preparedQuery(SAVE_UNLESS_LOCKED).executeBatch(steps.stream().map(Step::tuple).toList())
                .map(first -> Stream.iterate(first, RowSet::next).limit(steps.size()).map(rows -> rows.rowCount() > 0)
                        .toList());
    }

    private Uni<Video> saveOrFind(Step step) {
        return pool.preparedQuery(SAVE).execute(step.tuple())
                .chain(changed -> changed.rowCount() > 0 ? Uni.createFrom().item(step.after()) : findStored(step));
    }

    /**
     * Fails a video that the upstream may still be making, as {@link #save} does. The video occupies its account until the
     * deadline of its create or acceptance, because the upstream does not learn of its end.
     */
    public Uni<Video> abandon(Lease lease, Video before, Failure why, Duration deadline) {
        Video after = before.failed(why);
        return saveWithRest(new Step(lease, before, after, parameters(lease, before, after, deadline, false)));
    }

    /**
     * Stores a step with all that follows from it. This takes two round trips to the database: the first one stores the step,
     * and the second one the rest. The locks on the video and on the feed of its owner are held for the second one only.
     */
    private Uni<Video> saveWithRest(Step step) {
        return PipelinedTransaction.run(pool, transaction -> transaction.connection().preparedQuery(SAVE_RETURNING)
                .execute(step.tuple())
                .chain(rows -> rows.rowCount() == 0 ? Uni.createFrom().nullItem()
                        : saveRest(transaction, step, rows.iterator().next())))
                .onItem().ifNull().switchTo(() -> findStored(step));
    }

    private Uni<Video> saveRest(PipelinedTransaction transaction, Step step, Row row) {
        Video stored = step.after().stored(Optional.ofNullable(VideoRow.instant(row, "completed_at")),
                new Cost(usd(row, "cost"), usd(row, "cost_uncertain"), usd(row, "charge")));
        return transaction.commitAfter(following(step.before(), stored, Duration.ofMillis(row.getLong("age"))))
                .replaceWith(stored);
    }

    private static Optional<BigDecimal> usd(Row row, String column) {
        return Optional.ofNullable(row.getBigDecimal(column));
    }

    /**
     * Returns the parameters of {@link #SAVE}.
     *
     * @param freed whether the video no longer occupies its account
     */
    private static List<@Nullable Object> parameters(Lease lease, Video before, Video after, Duration deadline, boolean freed) {
        return Arrays.asList(lease.id().value(), lease.token(), before.status().name(), after.version(), after.status().name(),
                after.isTerminal(), after.status() != before.status() && !after.isTerminal(), freed, Sql.seconds(deadline),
                after.progress().percent(), after.progress().estimated(), after.job().handle().orElse(null),
                after.job().contentUrl().map(URI::toString).orElse(null),
                after.job().contentExpiry().map(end -> (double) end.getEpochSecond()).orElse(null),
                after.failure().map(Failure::code).orElse(null), after.failure().map(Failure::message).orElse(null),
                after.failure().flatMap(Failure::upstreamRequestId).orElse(null),
                after.cost().charge().map(BigDecimal::toPlainString).orElse(null),
                after.failure().filter(Failure::mayBeBilled).isPresent());
    }

    /** Returns the video if an earlier call stored it, because only the holder of a lease writes with its token. */
    private Uni<Video> findStored(Step step) {
        return find(FIND_STORED, step.lease(), Tuple.of(step.lease().id().value(), step.lease().token(),
                step.after().version(), step.after().status().name()));
    }

    /** Returns the current video; fails with {@link LeaseLostException} if the lease is lost. */
    public Uni<Video> find(Lease lease) {
        return find(FIND, lease, Tuple.of(lease.id().value(), lease.token()));
    }

    private Uni<Video> find(String sql, Lease lease, Tuple parameters) {
        return pool.preparedQuery(sql).execute(parameters).map(rows -> Sql.stream(rows).findFirst().map(VideoRow::of)
                .orElseThrow(() -> new LeaseLostException(lease.id())).toVideo());
    }

    /** Returns the status of a video under any lease, or empty if there is no such video. */
    public Uni<Optional<VideoStatus>> status(VideoId id) {
        return pool.preparedQuery(STATUS).execute(Tuple.of(id.value()))
                .map(rows -> Sql.stream(rows).findFirst().map(row -> VideoStatus.valueOf(row.getString("status"))));
    }

    /**
     * Returns what the transaction of a step has to execute, and tells the listeners of it.
     *
     * @param before the video before the step
     * @param age the time since the create, by the clock of the database
     */
    List<SqlStatement> following(Video before, Video stored, Duration age) {
        boolean announced = stored.status() == VideoStatus.IN_PROGRESS || stored.isTerminal();
        return Stream
                .concat(imageIsDone(before, stored) ? Stream.of(ReferenceImageStore.deletion(stored.id())) : Stream.empty(),
                        announced ? listeners.stream().flatMap(listener -> listener.onStep(stored, age).stream())
                                : Stream.empty())
                .toList();
    }

    /** Returns what the transaction has to execute that has deleted the video, and tells the listeners of it. */
    List<SqlStatement> followingDeletion(Video video) {
        return listeners.stream().flatMap(listener -> listener.onDelete(video).stream()).toList();
    }

    private static boolean imageIsDone(Video before, Video after) {
        return before.image().isPresent()
                && (after.isTerminal() || before.job().handle().isEmpty() && after.job().handle().isPresent());
    }
}
