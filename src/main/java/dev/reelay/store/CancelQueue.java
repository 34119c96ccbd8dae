package dev.reelay.store;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;

import dev.reelay.database.LeasedQueue;
import dev.reelay.database.LeasedQueue.Claimed;
import dev.reelay.database.Sql;
import dev.reelay.database.SqlStatement;
import dev.reelay.video.VideoId;

/** The queue of ended videos that the upstream may still be making, and can stop. All times are the database's. */
@ApplicationScoped
public class CancelQueue {
    /** The time after which a video is not cancelled any more. An upstream finishes most videos earlier. */
    private static final Duration LIFETIME = Duration.ofHours(1);

    private static final String ADD = "update video set cancel_due = now() where id = $1";

    private static final String SELECT = "select account, upstream_id from video where id = :id";

    /** The upstream does not work on the video any more, so that it occupies no slot of the account. */
    private static final String DONE = "update video set cancel_due = null, occupied_until = null where id = :id";

    private final LeasedQueue queue = new LeasedQueue("video", "cancel_due", "cancel_tries", "upstream_id is not null",
            LIFETIME);

    /** Returns the statement that adds a video. */
    public SqlStatement addition(VideoId id) {
        return new SqlStatement(ADD, List.of(id.value()));
    }

    /**
     * Claims the video that has been due longest. No other claim returns it before {@code lease} has passed.
     *
     * @return empty if no video is due
     */
    @WithTransaction
    public Uni<Optional<Task>> claim(Duration lease) {
        return queue.claim(lease).chain(claimed -> claimed.map(this::task).orElse(Uni.createFrom().item(Optional.empty())));
    }

    /** Makes the video due again after {@code wait}. */
    @WithTransaction
    public Uni<Void> retry(VideoId id, Duration wait) {
        return queue.retry(id.value(), wait);
    }

    /** Records that the upstream does not work on the video any more. */
    @WithTransaction
    public Uni<Void> done(VideoId id) {
        return Sql.execute(DONE, Map.of("id", id.value())).replaceWithVoid();
    }

    private Uni<Optional<Task>> task(Claimed claimed) {
        return Panache.getSession().chain(session -> session.createNativeQuery(SELECT, Object[].class)
                .setParameter("id", claimed.id()).getSingleResult())
                .map(row -> Optional.of(new Task(new VideoId(claimed.id()), (String) row[0], (String) row[1])));
    }

    /**
     * A video to stop at its upstream.
     *
     * @param account name of the account that has it
     * @param handle the upstream's opaque reference to it
     */
    public record Task(VideoId id, String account, String handle) {
    }
}
