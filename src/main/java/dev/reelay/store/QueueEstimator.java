package dev.reelay.store;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

import dev.reelay.database.Sql;
import dev.reelay.video.QueuePosition;
import dev.reelay.video.Video;

/**
 * Estimates from the last completed videos: the position of a waiting video, its time until completion, and how long a model
 * takes.
 */
@ApplicationScoped
public class QueueEstimator {
    /** The minimum number of completed videos for an estimate. */
    static final int MIN_SAMPLES = 3;

    /** The number of latest completed videos of which an estimate is the median. */
    static final int SAMPLES = 20;

    /** Selects the positions and the ages of waiting videos in milliseconds. */
    private static final String SELECT_POSITIONS = """
            select id, position, cast(extract(epoch from now() - created_at) * 1000 as bigint) from (
                select id, created_at, row_number() over (order by created_at, id) as position from video
                where status in ('SUBMITTED', 'SUBMITTING') and %s) waiting
            where id = any($1)""".formatted(VideoRow.IS_OPEN);

    /** Selects the durations of the last completed videos in milliseconds. */
    private static final String SELECT_DURATIONS = """
            select cast(extract(epoch from completed_at - created_at) * 1000 as bigint) from video
            where status = 'COMPLETED' order by completed_at desc limit $1""";

    /** Selects the times in milliseconds between the upstream's acceptance and the completion of videos of a model. */
    private static final String SELECT_RUN_TIMES = """
            select cast(extract(epoch from completed_at - accepted_at) * 1000 as bigint) from video
            where status = 'COMPLETED' and model = $1 and accepted_at is not null
            order by completed_at desc limit $2""";

    private final Pool pool;

    QueueEstimator(Pool pool) {
        this.pool = pool;
    }

    /**
     * Returns the median time that the last videos of a model took at the upstream.
     *
     * @return empty with too few completed videos
     */
    public Uni<Optional<Duration>> runTime(String model) {
        return longs(SELECT_RUN_TIMES, Tuple.of(model, SAMPLES)).map(times -> remaining(times, 0));
    }

    /** Returns the row's video, with its queue position if it waits. */
    Uni<Video> withPosition(VideoRow row) {
        return withPositions(List.of(row)).map(videos -> videos.get(0));
    }

    /**
     * Returns the rows' videos in the same order, each waiting one with its queue position. Executes two statements if any of
     * them waits, whatever their number. Call it outside of a session, which would keep a connection of the pool meanwhile.
     */
    Uni<List<Video>> withPositions(List<VideoRow> rows) {
        List<Video> videos = rows.stream().map(VideoRow::toVideo).toList();
        List<String> waiting = videos.stream().filter(Video::isWaiting).map(video -> video.id().value()).toList();
        return waiting.isEmpty() ? Uni.createFrom().item(videos)
                : positions(waiting).map(positions -> videos.stream()
                        .map(video -> Optional.ofNullable(positions.get(video.id().value())).map(video::withQueuePosition)
                                .orElse(video))
                        .toList());
    }

    private Uni<Map<String, QueuePosition>> positions(List<String> ids) {
        return pool.preparedQuery(SELECT_POSITIONS).execute(Tuple.of(ids.toArray(String[]::new)))
                .chain(rows -> longs(SELECT_DURATIONS, Tuple.of(SAMPLES)).map(durations -> Sql.stream(rows).collect(
                        Collectors.toMap(row -> row.getString(0), row -> new QueuePosition(row.getLong(1).intValue(),
                                remaining(durations, row.getLong(2)))))));
    }

    private Uni<List<Long>> longs(String sql, Tuple parameters) {
        return pool.preparedQuery(sql).execute(parameters).map(rows -> Sql.stream(rows).map(row -> row.getLong(0)).toList());
    }

    /**
     * Returns the median duration of the completed videos less the age of an open one, and at least zero.
     *
     * @param durations in milliseconds
     * @param age in milliseconds
     * @return empty with too few durations
     */
    static Optional<Duration> remaining(List<Long> durations, long age) {
        return durations.size() < MIN_SAMPLES ? Optional.empty()
                : Optional.of(Duration.ofMillis(
                        Math.max(0, durations.stream().sorted().toList().get(durations.size() / 2) - age)));
    }
}
