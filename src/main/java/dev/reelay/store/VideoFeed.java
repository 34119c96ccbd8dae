package dev.reelay.store;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;

import dev.reelay.video.Video;
import dev.reelay.video.VideoId;

/**
 * An owner's videos in the order of their last visible changes (see {@code V6__feed.sql}). The feed consists of the rows
 * themselves: a read after a position returns each video that changed since once, in its current state. A deleted video is
 * there as well, for a week (see {@code V14__deletions.sql} and {@link VideoRetention}).
 */
@ApplicationScoped
public class VideoFeed {
    private static final String END = """
            select coalesce(greatest(
                (select max(position) from video where owner = :owner),
                (select max(position) from deleted_video where owner = :owner)), 0)""";

    /** One statement, because a second one could see later changes only of its own table. */
    private static final String CHANGES = """
            select %s, changed_id, changed_at from (%%s) change
            left join video on id = changed_id and position = changed_at
            order by changed_at, changed_id""".formatted(VideoRow.COLUMNS);

    /** The last row, without an id, has the end. */
    private static final String OPEN = CHANGES.formatted("""
            select id as changed_id, position as changed_at from video
                where owner = :owner and status not in ('COMPLETED', 'FAILED')
            union all
            select null, (%s)""".formatted(END));

    private static final String AFTER = CHANGES.formatted("""
            (select id as changed_id, position as changed_at from video
                where owner = :owner and position > :position order by position limit :limit)
            union all
            (select id, position from deleted_video
                where owner = :owner and position > :position order by position limit :limit)
            order by changed_at limit :limit""");

    private final QueueEstimator queue;

    VideoFeed(QueueEstimator queue) {
        this.queue = queue;
    }

    /** Returns the position of the owner's last change, or 0; later changes have greater positions. */
    @WithSession
    public Uni<Long> end(String owner) {
        return Panache.getSession().chain(session -> session.createNativeQuery(END, Long.class)
                .setParameter("owner", owner).getSingleResult());
    }

    /** Returns true if some change of any owner may have this position. */
    @WithSession
    public Uni<Boolean> isKnown(long position) {
        return Panache.getSession().chain(session -> session
                .createNativeQuery("select :position <= last_value from video_change", Boolean.class)
                .setParameter("position", position).getSingleResult());
    }

    /** Returns the owner's open videos. */
    @WithSession
    public Uni<Open> open(String owner) {
        return Panache.getSession().chain(session -> session.createNativeQuery(OPEN, VideoRow.inFeed(session))
                .setParameter("owner", owner).getResultList()).chain(rows -> {
                    int last = rows.size() - 1;
                    return entries(rows.subList(0, last)).map(videos -> new Open((Long) rows.get(last)[2], videos));
                });
    }

    /** Returns the owner's next changes after a position, at most {@code limit}. */
    @WithSession
    public Uni<List<Entry>> after(String owner, long position, int limit) {
        return Panache.getSession().chain(session -> session.createNativeQuery(AFTER, VideoRow.inFeed(session))
                .setParameter("owner", owner).setParameter("position", position).setParameter("limit", limit)
                .getResultList()).chain(this::entries);
    }

    /** @param changes in the form of {@link VideoRow#inFeed} */
    private Uni<List<Entry>> entries(List<Object[]> changes) {
        List<VideoRow> rows = changes.stream().map(change -> (VideoRow) change[0]).filter(Objects::nonNull).toList();
        return queue.withPositions(rows).map(videos -> entries(changes,
                videos.stream().collect(Collectors.toMap(Video::id, Function.identity()))));
    }

    private static List<Entry> entries(List<Object[]> changes, Map<VideoId, Video> videos) {
        return changes.stream().map(change -> {
            VideoId id = new VideoId((String) change[1]);
            return new Entry((Long) change[2], id, Optional.ofNullable(videos.get(id)));
        }).toList();
    }

    /**
     * The open videos of an owner.
     *
     * @param end position of the owner's last change, or 0
     * @param videos in the order of their last changes
     */
    public record Open(long end, List<Entry> videos) {
    }

    /**
     * A video in its owner's feed.
     *
     * @param position number of its last visible change; grows over all videos of an owner
     * @param video empty if it was deleted
     */
    public record Entry(long position, VideoId id, Optional<Video> video) {
    }
}
