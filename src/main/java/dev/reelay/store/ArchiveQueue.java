package dev.reelay.store;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;

import dev.reelay.database.Sql;
import dev.reelay.video.Video;
import dev.reelay.video.VideoId;

/**
 * The queue of completed videos to archive, and the record of archived ones. A video is due from its completion for one day,
 * because the upstream's copy expires. All times are the database's.
 */
@ApplicationScoped
public class ArchiveQueue {
    private static final String CLAIM = """
            update video set archive_due = now() + make_interval(secs => :lease), archive_tries = archive_tries + 1
            where id = (
                select id from video
                where archive_due between now() - interval '1 day' and now() and status = 'COMPLETED'
                order by archive_due limit 1
                for update skip locked)
            returning %s""".formatted(VideoRow.COLUMNS);

    private static final String STORED = """
            update video set archive_due = null, archived_at = now(), archived_bytes = :bytes where id = :id""";

    private static final String POSTPONE = """
            update video set archive_due = now() + make_interval(secs => :wait), archive_tries = archive_tries - :uncounted
            where id = :id and archived_at is null""";

    private static final String REMOVED = """
            update video set archived_at = null, archived_bytes = null where id in (:ids)""";

    private static final String LOST = """
            update video set archived_at = null, archived_bytes = null, archive_due = now()
            where id = :id and archived_at is not null""";

    private static final String DUE = """
            select count(*) from video
            where archive_due between now() - interval '1 day' and now() and status = 'COMPLETED'""";

    private static final String KNOWN = "select id, archived_at is not null from video where id in (:ids)";

    /**
     * Claims the video that has been due longest. No other claim returns it before {@code lease} has passed.
     *
     * @return empty if no video is due
     */
    @WithTransaction
    public Uni<Optional<Task>> claim(Duration lease) {
        return Panache.getSession().chain(session -> session.createNativeQuery(CLAIM, VideoRow.class)
                .setParameter("lease", Sql.seconds(lease)).getSingleResultOrNull())
                .map(row -> Optional.ofNullable(row).map(claimed -> new Task(claimed.toVideo(), claimed.archiveTries)));
    }

    /** Returns the number of due videos, overdue ones included until they expire after a day. */
    @WithSession
    public Uni<Long> countDue() {
        return Panache.getSession().chain(session -> session.createNativeQuery(DUE, Long.class).getSingleResult());
    }

    /** Records that the archive stored the video; returns false if the video was deleted in the meantime. */
    @WithTransaction
    public Uni<Boolean> markStored(VideoId id, long bytes) {
        return Sql.execute(STORED, Map.of("id", id.value(), "bytes", bytes)).map(rows -> rows == 1);
    }

    /** Makes the video due again after {@code wait}, without counting the attempt. */
    @WithTransaction
    public Uni<Void> postpone(VideoId id, Duration wait) {
        return Sql.execute(POSTPONE, Map.of("id", id.value(), "wait", Sql.seconds(wait), "uncounted", 1)).replaceWithVoid();
    }

    /** Makes the video due again after {@code wait}, and counts the failed attempt. */
    @WithTransaction
    public Uni<Void> retry(VideoId id, Duration wait) {
        return Sql.execute(POSTPONE, Map.of("id", id.value(), "wait", Sql.seconds(wait), "uncounted", 0)).replaceWithVoid();
    }

    /** Removes the video from the queue; it is not archived. */
    @WithTransaction
    public Uni<Void> abandon(VideoId id) {
        return Sql.execute("update video set archive_due = null where id = :id", Map.of("id", id.value())).replaceWithVoid();
    }

    /** Records that the archive deleted these copies on purpose. */
    @WithTransaction
    public Uni<Void> markRemoved(Collection<VideoId> ids) {
        return ids.isEmpty() ? Uni.createFrom().voidItem()
                : Sql.execute(REMOVED, Map.of("ids", ids.stream().map(VideoId::value).toList())).replaceWithVoid();
    }

    /** Records that the archive's copy is missing or damaged, and makes the video due again. */
    @WithTransaction
    public Uni<Void> markLost(VideoId id) {
        return Sql.execute(LOST, Map.of("id", id.value())).replaceWithVoid();
    }

    /** Returns the existing videos among these, each mapped to true if it is archived. */
    @WithSession
    public Uni<Map<VideoId, Boolean>> archivedById(Collection<VideoId> ids) {
        return ids.isEmpty() ? Uni.createFrom().item(Map.of())
                : Panache.getSession().chain(session -> session.createNativeQuery(KNOWN, Object[].class)
                        .setParameter("ids", ids.stream().map(VideoId::value).toList()).getResultList())
                        .map(rows -> rows.stream().collect(
                                Collectors.toMap(row -> new VideoId((String) row[0]), row -> (Boolean) row[1])));
    }

    /**
     * A completed video that this node fetches into its archive.
     *
     * @param attempt number of this attempt, from 1
     */
    public record Task(Video video, int attempt) {
    }
}
