package dev.reelay.store;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import org.hibernate.reactive.mutiny.Mutiny.Session;

import io.quarkus.arc.All;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import dev.reelay.database.Sql;
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
            select %s from video where id = :id and lease_token = :token""".formatted(VideoRow.COLUMNS);

    private static final String SAVE = """
            update video set version = :version, status = :status, progress = :progress,
                progress_estimated = :estimated, upstream_id = :handle,
                content_url = :contentUrl, error_code = :errorCode, error_message = :errorMessage, upstream_request_id = :requestId,
                charge = cast(cast(:charge as text) as numeric), may_be_billed = :mayBeBilled,
                accepted_at = case when :status = 'IN_PROGRESS' then coalesce(accepted_at, now()) else accepted_at end,
                completed_at = case when :status = 'COMPLETED' then now() end,
                expires_at = to_timestamp(:expiresAt),
                archive_due = case when :status = 'COMPLETED' then now() end,
                lease_owner = case when :terminal then null else lease_owner end,
                occupied_until = case when :sent then now() + make_interval(secs => :deadline)
                    when :freed then null else occupied_until end
            where id = :id and lease_token = :token and status = :statusBefore and version <= :version
            returning %s, now() as now"""
            .formatted(VideoRow.COLUMNS);

    private static final String FIND_STORED = FIND + " and version = :version and status = :status";

    private static final String STATUS = "select status from video where id = :id";

    private final ReferenceImageStore images;
    private final List<StepListener> listeners;

    VideoSteps(ReferenceImageStore images, @All List<StepListener> listeners) {
        this.images = images;
        this.listeners = listeners;
    }

    /**
     * Stores the step from {@code before} to {@code after} with a compare-and-set on lease token and status. Deletes the
     * reference image once the upstream accepted the video or the video is terminal. May be repeated: if the connection broke
     * during the commit, the step may be stored already. A statement that the network delayed cannot lower the version.
     *
     * @param deadline the longest time for which the upstream works on a video that it accepted
     * @return the video as stored; fails with {@link LeaseLostException} if the token or the status has changed
     */
    @WithTransaction
    public Uni<Video> save(Lease lease, Video before, Video after, Duration deadline) {
        return save(lease, before, after, deadline, after.isTerminal());
    }

    /**
     * Fails a video that the upstream may still be making, as {@link #save} does. The video occupies its account until the
     * deadline of its create or acceptance, because the upstream does not learn of its end.
     */
    @WithTransaction
    public Uni<Video> abandon(Lease lease, Video before, Failure why, Duration deadline) {
        return save(lease, before, before.failed(why), deadline, false);
    }

    private Uni<Video> save(Lease lease, Video before, Video after, Duration deadline, boolean freed) {
        return Panache.getSession().chain(session -> session.createNativeQuery(SAVE, VideoRow.withNow(session))
                .setParameter("id", lease.id().value())
                .setParameter("token", lease.token())
                .setParameter("statusBefore", before.status().name())
                .setParameter("version", after.version())
                .setParameter("status", after.status().name())
                .setParameter("terminal", after.isTerminal())
                .setParameter("sent", after.status() != before.status() && !after.isTerminal())
                .setParameter("freed", freed)
                .setParameter("deadline", Sql.seconds(deadline))
                .setParameter("progress", after.progress().percent())
                .setParameter("estimated", after.progress().estimated())
                .setParameter("handle", after.job().handle().orElse(null))
                .setParameter("contentUrl", after.job().contentUrl().map(URI::toString).orElse(null))
                .setParameter("expiresAt", after.job().contentExpiry().map(end -> (double) end.getEpochSecond()).orElse(null))
                .setParameter("errorCode", after.failure().map(Failure::code).orElse(null))
                .setParameter("errorMessage", after.failure().map(Failure::message).orElse(null))
                .setParameter("charge", after.cost().charge().map(BigDecimal::toPlainString).orElse(null))
                .setParameter("mayBeBilled", after.failure().filter(Failure::mayBeBilled).isPresent())
                .setParameter("requestId", after.failure().flatMap(Failure::upstreamRequestId).orElse(null))
                .getSingleResultOrNull()
                .onItem().ifNotNull().call(stored -> before.status() == row(stored).status ? Uni.createFrom().voidItem()
                        : onStep(row(stored), Duration.between(row(stored).createdAt, (Instant) stored[1])))
                .onItem().ifNotNull().transform(VideoSteps::row)
                .onItem().ifNull().switchTo(() -> findStored(session, lease, after)))
                .call(row -> imageIsDone(before, after) ? images.delete(row.id) : Uni.createFrom().voidItem())
                .map(VideoRow::toVideo);
    }

    /** Returns the row if an earlier call stored it, because only the holder of a lease writes with its token. */
    private static Uni<VideoRow> findStored(Session session, Lease lease, Video after) {
        return session.createNativeQuery(FIND_STORED, VideoRow.class)
                .setParameter("id", lease.id().value()).setParameter("token", lease.token())
                .setParameter("version", after.version()).setParameter("status", after.status().name())
                .getSingleResultOrNull()
                .onItem().ifNull().failWith(() -> new LeaseLostException(lease.id()));
    }

    /** Returns the current video; fails with {@link LeaseLostException} if the lease is lost. */
    @WithSession
    public Uni<Video> find(Lease lease) {
        return Panache.getSession().chain(session -> session.createNativeQuery(FIND, VideoRow.class)
                .setParameter("id", lease.id().value()).setParameter("token", lease.token()).getSingleResultOrNull())
                .onItem().ifNull().failWith(() -> new LeaseLostException(lease.id()))
                .map(VideoRow::toVideo);
    }

    /** Returns the status of a video under any lease, or empty if there is no such video. */
    @WithSession
    public Uni<Optional<VideoStatus>> status(VideoId id) {
        return Panache.getSession().chain(session -> session.createNativeQuery(STATUS, String.class)
                .setParameter("id", id.value()).getSingleResultOrNull())
                .map(found -> Optional.ofNullable(found).map(VideoStatus::valueOf));
    }

    /**
     * Calls the listeners in the caller's transaction if the row is in progress or terminal.
     *
     * @param age the time since the create, by the clock of the database
     */
    Uni<Void> onStep(VideoRow row, Duration age) {
        if (row.status != VideoStatus.IN_PROGRESS && !row.status.isTerminal()) {
            return Uni.createFrom().voidItem();
        }
        Video video = row.toVideo();
        return tell(listener -> listener.onStep(video, age));
    }

    /** Calls the listeners in the caller's transaction, which has deleted the video. */
    Uni<Void> onDelete(Video video) {
        return tell(listener -> listener.onDelete(video));
    }

    /** Calls the listeners one after the other, because they share the session of the caller. */
    private Uni<Void> tell(Function<StepListener, Uni<Void>> call) {
        return Multi.createFrom().iterable(listeners).onItem().transformToUniAndConcatenate(call::apply).onItem().ignoreAsUni();
    }

    private static VideoRow row(Object[] stored) {
        return (VideoRow) stored[0];
    }

    private static boolean imageIsDone(Video before, Video after) {
        return before.image().isPresent()
                && (after.isTerminal() || before.job().handle().isEmpty() && after.job().handle().isPresent());
    }
}
