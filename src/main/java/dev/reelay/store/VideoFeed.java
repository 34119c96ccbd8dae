package dev.reelay.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;

import dev.reelay.database.Sql;
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
                (select max(position) from video where owner = $1),
                (select max(position) from deleted_video where owner = $1)), 0)""";

    /** One statement, because a second one could see later changes only of its own table. */
    private static final String CHANGES = """
            select %s, changed_id, changed_at from (%%s) change
            left join video on id = changed_id and position = changed_at
            order by changed_at, changed_id""".formatted(VideoRow.COLUMNS);

    private static final String KNOWN = "select $1 <= last_value from video_change";

    /** The last row, without an id, has the end. */
    private static final String OPEN = CHANGES.formatted("""
            select id as changed_id, position as changed_at from video
                where owner = $1 and status not in ('COMPLETED', 'FAILED')
            union all
            select null, (%s)""".formatted(END));

    private static final String AFTER = CHANGES.formatted("""
            (select id as changed_id, position as changed_at from video
                where owner = $1 and position > $2 order by position limit $3)
            union all
            (select id, position from deleted_video
                where owner = $1 and position > $2 order by position limit $3)
            order by changed_at limit $3""");

    private final QueueEstimator queue;
    private final Pool pool;

    VideoFeed(QueueEstimator queue, Pool pool) {
        this.queue = queue;
        this.pool = pool;
    }

    /** Returns the position of the owner's last change, or 0; later changes have greater positions. */
    public Uni<Long> end(String owner) {
        return pool.preparedQuery(END).execute(Tuple.of(owner)).map(rows -> rows.iterator().next().getLong(0));
    }

    /** Returns true if some change of any owner may have this position. */
    public Uni<Boolean> isKnown(long position) {
        return pool.preparedQuery(KNOWN).execute(Tuple.of(position)).map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** Returns the owner's open videos. */
    public Uni<Open> open(String owner) {
        return changes(OPEN, Tuple.of(owner)).chain(changes -> {
            int last = changes.size() - 1;
            return entries(changes.subList(0, last)).map(videos -> new Open(changes.get(last).position(), videos));
        });
    }

    /** Returns the owner's next changes after a position, at most {@code limit}. */
    public Uni<List<Entry>> after(String owner, long position, int limit) {
        return changes(AFTER, Tuple.of(owner, position, limit)).chain(this::entries);
    }

    private Uni<List<Change>> changes(String sql, Tuple parameters) {
        return pool.preparedQuery(sql).execute(parameters).map(rows -> Sql.stream(rows).map(Change::of).toList());
    }

    private Uni<List<Entry>> entries(List<Change> changes) {
        return queue.withPositions(changes.stream().flatMap(change -> change.row().stream()).toList())
                .map(videos -> entries(changes, videos.stream().collect(Collectors.toMap(Video::id, Function.identity()))));
    }

    private static List<Entry> entries(List<Change> changes, Map<VideoId, Video> videos) {
        return changes.stream().map(change -> {
            VideoId id = new VideoId(change.id());
            return new Entry(change.position(), id, Optional.ofNullable(videos.get(id)));
        }).toList();
    }

    /** A row of {@link #CHANGES}; without the row of a video if it was deleted, or changed again meanwhile. */
    private record Change(long position, String id, Optional<VideoRow> row) {
        static Change of(Row columns) {
            return new Change(columns.getLong("changed_at"), columns.getString("changed_id"),
                    Optional.ofNullable(columns.getString("id")).map(video -> VideoRow.of(columns)));
        }
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
