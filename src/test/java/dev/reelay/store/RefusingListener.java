package dev.reelay.store;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import jakarta.inject.Singleton;

import dev.reelay.database.SqlStatement;
import dev.reelay.video.Video;
import dev.reelay.video.VideoId;

/** Refuses steps and deletions of videos with one prompt: its statement fails in the database. */
@Singleton
class RefusingListener implements StepListener {
    static final String REFUSED = "must stay";
    /** The ids of the videos whose deletion it was told. */
    static final Queue<VideoId> DELETED = new ConcurrentLinkedQueue<>();

    private static final String FAIL_IF_REFUSED = """
            delete from video where id = case when cast($1 as text) = '%s' then cast(cast(cast($1 as text) as integer) as text) end"""
            .formatted(REFUSED);

    @Override
    public List<SqlStatement> onStep(Video video, Duration age) {
        return List.of(new SqlStatement(FAIL_IF_REFUSED, List.of(video.spec().prompt())));
    }

    @Override
    public List<SqlStatement> onDelete(Video video) {
        DELETED.add(video.id());
        return onStep(video, Duration.ZERO);
    }
}
