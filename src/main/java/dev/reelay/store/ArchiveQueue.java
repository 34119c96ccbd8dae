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

import dev.reelay.database.LeasedQueue;
import dev.reelay.database.Sql;
import dev.reelay.video.Video;
import dev.reelay.video.VideoId;

/**
 * The queue of completed videos to archive, and the record of archived ones. A video is due from its completion for
 * one day. All times are the database's.
 */
@ApplicationScoped
public class ArchiveQueue {
    /** The time after which a video is not fetched any more, because the upstream's copy expires. */
    private static final Duration LIFETIME = Duration.ofDays(1);

    private static final String STORED = """
            update video set archive_due = null, archived_at = now(), archived_bytes = :bytes where id = :id""";

    private static final String REMOVED = """
            update video set archived_at = null, archived_bytes = null where id in (:ids)""";

    private static final String LOST = """
            update video set archived_at = null, archived_bytes = null, archive_due = now()
            where id = :id and archived_at is not null""";

    private static final String KNOWN = "select id, archived_at is not null from video where id in (:ids)";

    private final LeasedQueue queue = new LeasedQueue("video", "archive_due", "archive_tries", "status = 'COMPLETED'",
            LIFETIME);

    /**
     * Claims the video that has been due longest. No other claim returns it before {@code lease} has passed.
     *
     * @return empty if no video is due
     */
    @WithTransaction
    public Uni<Optional<Task>> claim(Duration lease) {
        return queue.claim(lease).chain(claimed -> claimed.isEmpty() ? Uni.createFrom().item(Optional.empty())
                : VideoRow.<VideoRow> findById(claimed.get().id())
                        .map(row -> Optional.of(new Task(row.toVideo(), claimed.get().attempt()))));
    }

    /** Returns the number of due videos, overdue ones included until they expire after a day. */
    @WithSession
    public Uni<Long> countDue() {
        return queue.countDue();
    }

    /** Records that the archive stored the video; returns false if the video was deleted in the meantime. */
    @WithTransaction
    public Uni<Boolean> markStored(VideoId id, long bytes) {
        return Sql.execute(STORED, Map.of("id", id.value(), "bytes", bytes)).map(rows -> rows == 1);
    }

    /** Makes the video due again after {@code wait}, without counting the attempt. */
    @WithTransaction
    public Uni<Void> postpone(VideoId id, Duration wait) {
        return queue.postpone(id.value(), wait);
    }

    /** Makes the video due again after {@code wait}, and counts the failed attempt. */
    @WithTransaction
    public Uni<Void> retry(VideoId id, Duration wait) {
        return queue.retry(id.value(), wait);
    }

    /** Removes the video from the queue; it is not archived. */
    @WithTransaction
    public Uni<Void> abandon(VideoId id) {
        return queue.abandon(id.value());
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
