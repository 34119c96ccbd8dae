package dev.reelay.store;

import java.util.List;
import java.util.stream.IntStream;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Parameters;
import io.smallrye.mutiny.Uni;

import dev.reelay.video.Video;

/**
 * An owner's videos in the order of their last visible changes (see {@code V6__feed.sql}). The feed consists of the rows
 * themselves: a read after a position returns each video that changed since once, in its current state.
 */
@ApplicationScoped
public class VideoFeed {
    private final QueueEstimator queue;

    VideoFeed(QueueEstimator queue) {
        this.queue = queue;
    }

    /** Returns the position of the owner's last change, or 0; later changes have greater positions. */
    @WithSession
    public Uni<Long> end(String owner) {
        return Panache.getSession().chain(session -> session
                .createNativeQuery("select coalesce(max(position), 0) from video where owner = :owner", Long.class)
                .setParameter("owner", owner).getSingleResult());
    }

    /** Returns true if some change of any owner may have this position. */
    @WithSession
    public Uni<Boolean> isKnown(long position) {
        return Panache.getSession().chain(session -> session
                .createNativeQuery("select :position <= last_value from video_change", Boolean.class)
                .setParameter("position", position).getSingleResult());
    }

    /** Returns the owner's open videos that did not change after {@code end}, in the order of their changes. */
    @WithSession
    public Uni<List<Entry>> open(String owner, long end) {
        return entries(VideoRow.<VideoRow> find(
                "owner = :owner and position <= :end and status not in (COMPLETED, FAILED) order by position",
                Parameters.with("owner", owner).and("end", end)).list());
    }

    /** Returns the owner's next changes after a position, at most {@code limit}. */
    @WithSession
    public Uni<List<Entry>> after(String owner, long position, int limit) {
        return entries(VideoRow.<VideoRow> find("owner = :owner and position > :position order by position",
                Parameters.with("owner", owner).and("position", position)).page(Page.ofSize(limit)).list());
    }

    private Uni<List<Entry>> entries(Uni<List<VideoRow>> rows) {
        return rows.chain(page -> queue.withPositions(page).map(videos -> IntStream.range(0, page.size())
                .mapToObj(index -> new Entry(page.get(index).position, videos.get(index))).toList()));
    }

    /**
     * A video in its owner's feed.
     *
     * @param position number of its last visible change; grows over all videos of an owner
     */
    public record Entry(long position, Video video) {
    }
}
