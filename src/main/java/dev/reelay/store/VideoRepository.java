package dev.reelay.store;

import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Parameters;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

import dev.reelay.async.VertxContexts;
import dev.reelay.database.Sql;
import dev.reelay.database.SqlStatement;
import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;
import dev.reelay.video.Failure;
import dev.reelay.video.Video;
import dev.reelay.video.VideoId;
import dev.reelay.video.VideoStatus;

/**
 * The reads and writes of videos for their owners. Call it on a Vert.x context for Hibernate Reactive: that of a request, or
 * one of {@link VertxContexts}. Each method holds a connection only for its own statements.
 */
@ApplicationScoped
public class VideoRepository {
    private static final String OF_OWNER = "id = :id and owner = :owner";

    private static final String CANCEL = """
            with before as (
                select id, status as status_before, status in ('SUBMITTING', 'IN_PROGRESS')
                    and not coalesce(account = any(cast(:stopping as text[])), false) as billable from video
                where id = :id and owner = :owner and %s for update)
            update video set status = 'FAILED', version = version + 1, error_code = :code,
                error_message = case when billable then :billedMessage else :message end, may_be_billed = billable,
                lease_owner = null, lease_token = lease_token + 1
            from before where video.id = before.id returning before.status_before,
                cast(extract(epoch from now() - created_at) * 1000 as bigint)""".formatted(VideoRow.IS_OPEN);

    private static final String OPEN_OF_KEY = "select id from video where key_id = :key and %s order by created_at"
            .formatted(VideoRow.IS_OPEN);

    private static final String OF_ID = "select %s from video where id = $1".formatted(VideoRow.COLUMNS);
    private static final String OF_ID_AND_OWNER = OF_ID + " and owner = $2";
    private static final String OF_IDS = "select %s from video where id = any($1)".formatted(VideoRow.COLUMNS);

    private static final Failure CANCELLED = new Failure(ErrorCode.CANCELLED, "Cancelled by its owner");
    private static final Set<String> CANCELLED_BY_OWNER = Set.of(CANCELLED.message(), CANCELLED.unstoppable().message());

    static {
        HqlWarmup.parse("from dev.reelay.store.VideoRow where " + OF_OWNER);
        HqlWarmup.parse("from dev.reelay.store.VideoRow where owner = :owner order by createdAt desc, id desc");
    }

    private final QueueEstimator queue;
    private final VideoSteps steps;
    private final Pool pool;

    VideoRepository(QueueEstimator queue, VideoSteps steps, Pool pool) {
        this.queue = queue;
        this.pool = pool;
        this.steps = steps;
    }

    /** Returns the video with this id, of any owner, or empty. */
    public Uni<Optional<Video>> find(VideoId id) {
        return read(OF_ID, Tuple.of(id.value())).map(videos -> videos.stream().findFirst());
    }

    /** Returns those of the videos with these ids that exist, of any owner, in one statement. */
    public Uni<Map<VideoId, Video>> find(Collection<VideoId> ids) {
        return read(OF_IDS, Tuple.of(ids.stream().map(VideoId::value).toArray(String[]::new)))
                .map(videos -> videos.stream().collect(Collectors.toMap(Video::id, Function.identity())));
    }

    /** Returns the owner's video with this id; fails with {@link ErrorCode#NOT_FOUND} also for a video of another owner. */
    public Uni<Video> require(VideoId id, String owner) {
        return read(OF_ID_AND_OWNER, Tuple.of(id.value(), owner))
                .map(videos -> videos.stream().findFirst().orElseThrow(() -> notFound(id)));
    }

    private Uni<List<Video>> read(String sql, Tuple parameters) {
        return pool.preparedQuery(sql).execute(parameters)
                .chain(rows -> queue.withPositions(Sql.stream(rows).map(VideoRow::of).toList()));
    }

    /**
     * Returns a page of the owner's videos in the order of their creation.
     *
     * @param after the last video of the previous page; fails with {@link ErrorCode#NOT_FOUND} also for another owner's video
     */
    @WithSession
    public Uni<List<Video>> list(String owner, Optional<VideoId> after, boolean newestFirst, int limit) {
        String direction = newestFirst ? "desc" : "asc";
        String order = " order by createdAt %1$s, id %1$s".formatted(direction);
        Uni<List<VideoRow>> page = after.isEmpty()
                ? VideoRow.<VideoRow> find("owner = :owner" + order, Parameters.with("owner", owner))
                        .page(Page.ofSize(limit)).list()
                : row(after.get(), owner).chain(last -> VideoRow.<VideoRow> find(
                        "owner = :owner and createdAt %1$s= :at and (createdAt <> :at or id %1$s :id)" // one range of an index
                                .formatted(newestFirst ? "<" : ">") + order,
                        Parameters.with("owner", owner).and("at", last.createdAt).and("id", last.id))
                        .page(Page.ofSize(limit)).list());
        return page.map(rows -> rows.stream().map(VideoRow::toVideo).toList());
    }

    /**
     * Ends an open video as {@code failed} with the code {@code cancelled}; the node that processes it loses its lease. A
     * video that is already cancelled stays as it is. Fails with {@link ErrorCode#CONFLICT} for any other terminal video.
     *
     * @param stopping names of the accounts whose upstream can stop a video; the message of any other video that an account
     *        has says that it may be billed
     */
    @WithTransaction
    public Uni<Cancellation> cancel(VideoId id, String owner, Set<String> stopping) {
        return Panache.getSession().chain(session -> session.createNativeQuery(CANCEL, Object[].class)
                .setParameter("id", id.value()).setParameter("owner", owner)
                .setParameter("code", CANCELLED.code()).setParameter("message", CANCELLED.message())
                .setParameter("billedMessage", CANCELLED.unstoppable().message())
                .setParameter("stopping", stopping.toArray(String[]::new)).getSingleResultOrNull()
                .chain(before -> row(id, owner)
                        .call(row -> before != null ? ended(row.toVideo(), Duration.ofMillis((Long) before[1]))
                                : Uni.createFrom().voidItem())
                        .map(row -> Cancellation.of(row.toVideo(), Optional.ofNullable(before).map(was -> (String) was[0])))))
                .invoke(cancellation -> requireCancelled(cancellation.video()));
    }

    /** Returns the ids of the videos that a key has created and that have not ended. */
    @WithSession
    public Uni<List<VideoId>> openVideos(String key) {
        return Panache.getSession().chain(session -> session.createNativeQuery(OPEN_OF_KEY, String.class)
                .setParameter("key", key).getResultList()).map(ids -> ids.stream().map(VideoId::of).toList());
    }

    private static void requireCancelled(Video video) {
        if (video.failure().filter(why -> CANCELLED_BY_OWNER.contains(why.message())).isEmpty()) {
            throw new ReelayException(ErrorCode.CONFLICT, "%s cannot be cancelled: it is %s already"
                    .formatted(video.id(), video.status().wireName()));
        }
    }

    private Uni<Void> ended(Video video, Duration age) {
        return SqlStatement.executeInSession(steps.following(video, video, age));
    }

    /**
     * Deletes a terminal video and calls the {@link StepListener}s; fails with {@link ErrorCode#CONFLICT} for an open one. A
     * trigger tells the owner's feed (see {@code V14__deletions.sql}).
     */
    @WithTransaction
    public Uni<Void> delete(VideoId id, String owner) {
        return row(id, owner).invoke(VideoRepository::requireTerminal)
                .call(() -> VideoRow.delete("id", id.value()).invoke(deleted -> requireDeleted(id, deleted)))
                .chain(row -> SqlStatement.executeInSession(steps.followingDeletion(row.toVideo())));
    }

    private static void requireDeleted(VideoId id, long deleted) {
        if (deleted == 0) { // another request deleted it first
            throw notFound(id);
        }
    }

    private static void requireTerminal(VideoRow row) {
        if (!row.status.isTerminal()) {
            throw new ReelayException(ErrorCode.CONFLICT,
                    "%s cannot be deleted while it is %s: cancel it first".formatted(row.id, row.status.wireName()));
        }
    }

    private static Uni<VideoRow> row(VideoId id, String owner) {
        return VideoRow.<VideoRow> find(OF_OWNER, Map.of("id", id.value(), "owner", owner)).firstResult()
                .onItem().ifNull().failWith(() -> notFound(id));
    }

    /** Replaces the URL of the content of a completed video; no visible change. */
    @WithTransaction
    public Uni<Void> renewContentUrl(VideoId id, URI url) {
        return Sql.execute("update video set content_url = :url where id = :id",
                Map.of("id", id.value(), "url", url.toString())).replaceWithVoid();
    }

    /** Returns the error for an unknown video; it is the same for a video of another owner (contract 7). */
    public static ReelayException notFound(VideoId id) {
        return new ReelayException(ErrorCode.NOT_FOUND, "No video has the id " + id);
    }

    /**
     * A cancelled video.
     *
     * @param from its status before; empty if it was already cancelled
     */
    public record Cancellation(Video video, Optional<VideoStatus> from) {
        static Cancellation of(Video video, Optional<String> from) {
            return new Cancellation(video, from.map(VideoStatus::valueOf));
        }
    }
}
