package dev.reelay.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import dev.reelay.database.SqlStatement;
import dev.reelay.error.ErrorCode;
import dev.reelay.store.CancelQueue;
import dev.reelay.store.StepListener;
import dev.reelay.upstream.Upstream;
import dev.reelay.video.Video;

/**
 * Queues each video that is cancelled, or misses its deadline, while an upstream that can stop it is at work. It runs in the
 * transaction that ends the video, so that a crash loses none.
 */
@ApplicationScoped
class AbandonedVideos implements StepListener {
    private static final Set<String> CODES = Set.of(ErrorCode.CANCELLED.wireName(), ErrorCode.GENERATION_TIMEOUT.wireName());

    private final CancelQueue queue;
    private final Upstream upstream;

    AbandonedVideos(CancelQueue queue, Upstream upstream) {
        this.queue = queue;
        this.upstream = upstream;
    }

    @Override
    public List<SqlStatement> onStep(Video video, Duration age) {
        boolean abandoned = video.failure().filter(why -> CODES.contains(why.code())).isPresent();
        return abandoned && video.job().handle().isPresent() && video.job().account().filter(upstream::canCancel).isPresent()
                ? List.of(queue.addition(video.id()))
                : List.of();
    }
}
