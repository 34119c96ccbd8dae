package dev.reelay.video;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.hibernate.reactive.mutiny.Mutiny.Session;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Parameters;
import io.smallrye.mutiny.Uni;

import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;

/**
 * The videos as their owners see them. Callers are on a Vert.x context that Hibernate Reactive may use: a request's, or
 * a {@link VertxContexts}. Each method is one session; none is held while anybody else is asked for anything.
 */
@ApplicationScoped
public class VideoRepository {
    private static final String OF_OWNER = "id = :id and owner = :owner";

    private static final String CANCEL = """
            with before as (
                select id, status from video
                where id = :id and owner = :owner and status not in ('COMPLETED', 'FAILED') for update)
            update video set status = 'FAILED', version = version + 1, error_code = :code, error_message = :message,
                lease_owner = null, lease_token = lease_token + 1,
                occupied_until = case when account is not null then now() + interval '10 minutes' end
            from before where video.id = before.id returning before.status""";

    static {
        HqlWarmup.parse("from dev.reelay.video.VideoRow where " + OF_OWNER);
        HqlWarmup.parse("from dev.reelay.video.VideoRow where owner = :owner order by createdAt desc, id desc");
    }

    private final QueueEstimator queue;
    private final ReferenceImageStore images;
    private final VideoMetrics milestones;

    VideoRepository(QueueEstimator queue, ReferenceImageStore images, VideoMetrics milestones) {
        this.queue = queue;
        this.images = images;
        this.milestones = milestones;
    }

    /** The video under this id, if there is one, whoever owns it. */
    @WithSession
    public Uni<Optional<Video>> find(VideoId id) {
        return VideoRow.<VideoRow> findById(id.value())
                .chain(row -> row == null ? Uni.createFrom().item(Optional.empty())
                        : queue.withPosition(row).map(Optional::of));
    }

    /** The owner's video under this id; fails with {@link ErrorCode#NOT_FOUND} where it is nobody's or another's. */
    @WithSession
    public Uni<Video> require(VideoId id, String owner) {
        return row(id, owner).chain(queue::withPosition);
    }

    /**
     * A page of the owner's videos by the time of their creation.
     *
     * @param after the last one of the page before; {@link ErrorCode#NOT_FOUND} where it is nobody's or another's
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
     * Ends an open video as {@code failed}, code {@code cancelled}. Whoever leads it finds its lease lost. One that was
     * cancelled before stays so; one that ended otherwise fails with {@link ErrorCode#CONFLICT}.
     */
    @WithTransaction
    public Uni<Cancellation> cancel(VideoId id, String owner) {
        Failure cancelled = new Failure(ErrorCode.CANCELLED, "Cancelled by its owner");
        return Panache.getSession().chain(session -> session.createNativeQuery(CANCEL, String.class)
                .setParameter("id", id.value()).setParameter("owner", owner)
                .setParameter("code", cancelled.code()).setParameter("message", cancelled.message()).getSingleResultOrNull()
                .chain(before -> row(id, owner)
                        .call(row -> before != null ? ended(session, row) : Uni.createFrom().voidItem())
                        .map(row -> Cancellation.of(row.toVideo(), Optional.ofNullable(before)))))
                .invoke(cancellation -> requireEndedBy(cancelled, cancellation.video()));
    }

    private static void requireEndedBy(Failure cancelled, Video video) {
        if (!video.failure().equals(Optional.of(cancelled))) {
            throw new ReelayException(ErrorCode.CONFLICT, "%s cannot be cancelled: it is %s already"
                    .formatted(video.id(), video.status().wireName()));
        }
    }

    private Uni<Void> ended(Session session, VideoRow row) {
        return images.delete(row.id).chain(() -> milestones.onStep(session, row));
    }

    /** Forgets a settled video; fails with {@link ErrorCode#CONFLICT} for an open one. */
    @WithTransaction
    public Uni<Void> delete(VideoId id, String owner) {
        return row(id, owner).invoke(VideoRepository::requireTerminal)
                .chain(() -> VideoRow.delete("id", id.value()))
                .invoke(deleted -> {
                    if (deleted == 0) { // by another request, in between
                        throw notFound(id);
                    }
                }).replaceWithVoid();
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

    /** What everybody is told who asks for a video that is nobody's, or another's. */
    public static ReelayException notFound(VideoId id) {
        return new ReelayException(ErrorCode.NOT_FOUND, "No video has the id " + id);
    }
}
