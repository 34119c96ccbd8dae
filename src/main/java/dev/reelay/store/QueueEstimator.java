package dev.reelay.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.hibernate.reactive.mutiny.Mutiny.Session;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;

import dev.reelay.video.QueuePosition;
import dev.reelay.video.Video;

/** Estimates the position of a waiting video and its time until completion from the last completed videos. */
@ApplicationScoped
class QueueEstimator {
    /** The minimum number of completed videos for an estimate. */
    static final int MIN_SAMPLES = 3;

    private static final String COUNT_AHEAD = """
            select count(*) from video where status in ('SUBMITTED', 'SUBMITTING') and (created_at, id) <=
                (select created_at, id from video where id = :id)""";

    /** Selects the remaining times of a video, one for each of the last 20 completed videos as the model. */
    private static final String SELECT_REMAINING_TIMES = """
            select cast(extract(epoch from (done.completed_at - done.created_at) - (now() - open.created_at)) * 1000 as bigint)
            from video open, (select * from video where status = 'COMPLETED' order by completed_at desc limit 20) done
            where open.id = :id""";

    /** Returns the row's video, with its queue position if it waits; runs in the caller's session. */
    Uni<Video> withPosition(VideoRow row) {
        Video video = row.toVideo();
        return video.isWaiting() ? placeOf(video).map(video::withQueuePosition) : Uni.createFrom().item(video);
    }

    private static Uni<QueuePosition> placeOf(Video waiting) {
        return Panache.getSession().chain(session -> session.createNativeQuery(COUNT_AHEAD, Long.class)
                .setParameter("id", waiting.id().value()).getSingleResult()
                .chain(position -> untilCompletion(session, waiting.id().value())
                        .map(left -> new QueuePosition(position.intValue(), left))));
    }

    /** Returns the median of the remaining times of an open video, or empty with too few completed videos. */
    static Uni<Optional<Duration>> untilCompletion(Session session, String id) {
        return session.createNativeQuery(SELECT_REMAINING_TIMES, Long.class).setParameter("id", id).getResultList()
                .map(QueueEstimator::median);
    }

    static Optional<Duration> median(List<Long> millis) {
        return millis.size() < MIN_SAMPLES ? Optional.empty()
                : Optional.of(Duration.ofMillis(Math.max(0, millis.stream().sorted().toList().get(millis.size() / 2))));
    }
}
