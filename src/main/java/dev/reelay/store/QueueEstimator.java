package dev.reelay.store;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import org.hibernate.reactive.mutiny.Mutiny.Session;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;

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
            where id in (:ids)""".formatted(VideoRow.IS_OPEN);

    /** Selects the durations of the last completed videos in milliseconds. */
    private static final String SELECT_DURATIONS = """
            select cast(extract(epoch from completed_at - created_at) * 1000 as bigint) from video
            where status = 'COMPLETED' order by completed_at desc limit :samples""";

    /** Selects the times in milliseconds between the upstream's acceptance and the completion of videos of a model. */
    private static final String SELECT_RUN_TIMES = """
            select cast(extract(epoch from completed_at - accepted_at) * 1000 as bigint) from video
            where status = 'COMPLETED' and model = :model and accepted_at is not null
            order by completed_at desc limit :samples""";

    /**
     * Returns the median time that the last videos of a model took at the upstream.
     *
     * @return empty with too few completed videos
     */
    @WithSession
    public Uni<Optional<Duration>> runTime(String model) {
        return Panache.getSession().chain(session -> session.createNativeQuery(SELECT_RUN_TIMES, Long.class)
                .setParameter("model", model).setParameter("samples", SAMPLES).getResultList())
                .map(times -> remaining(times, 0));
    }

    /** Returns the row's video, with its queue position if it waits; runs in the caller's session. */
    Uni<Video> withPosition(VideoRow row) {
        return withPositions(List.of(row)).map(videos -> videos.get(0));
    }

    /**
     * Returns the rows' videos in the same order, each waiting one with its queue position. Runs two statements in the
     * caller's session if any of them waits, whatever their number.
     */
    Uni<List<Video>> withPositions(List<VideoRow> rows) {
        List<Video> videos = rows.stream().map(VideoRow::toVideo).toList();
        List<String> waiting = videos.stream().filter(Video::isWaiting).map(video -> video.id().value()).toList();
        return waiting.isEmpty() ? Uni.createFrom().item(videos)
                : Panache.getSession().chain(session -> positions(session, waiting)).map(positions -> videos.stream()
                        .map(video -> Optional.ofNullable(positions.get(video.id().value())).map(video::withQueuePosition)
                                .orElse(video))
                        .toList());
    }

    private static Uni<Map<String, QueuePosition>> positions(Session session, List<String> ids) {
        return session.createNativeQuery(SELECT_POSITIONS, Object[].class).setParameter("ids", ids).getResultList()
                .chain(rows -> durations(session).map(durations -> rows.stream().collect(Collectors.toMap(
                        row -> (String) row[0],
                        row -> new QueuePosition(((Long) row[1]).intValue(), remaining(durations, (Long) row[2]))))));
    }

    private static Uni<List<Long>> durations(Session session) {
        return session.createNativeQuery(SELECT_DURATIONS, Long.class).setParameter("samples", SAMPLES).getResultList();
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
