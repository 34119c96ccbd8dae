package dev.reelay.api.resources;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.api.http.AuthenticationFilter;
import dev.reelay.api.http.RequestId;
import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;
import dev.reelay.pipeline.Pipeline;
import dev.reelay.progress.ProgressBus;
import dev.reelay.progress.VideoSnapshot;
import dev.reelay.store.VideoRepository;
import dev.reelay.telemetry.VideoLog;
import dev.reelay.telemetry.VideoTraces;
import dev.reelay.video.Video;
import dev.reelay.video.VideoId;

/** Reads and cancels videos of the caller. Reads of open videos usually come from memory, others from the database. */
@ApplicationScoped
public class OwnedVideos {
    private final ProgressBus bus;
    private final VideoRepository videos;
    private final Pipeline pipeline;
    private final VideoLog log;
    private final VideoTraces traces;

    OwnedVideos(ProgressBus bus, VideoRepository videos, Pipeline pipeline, VideoLog log, VideoTraces traces) {
        this.bus = bus;
        this.videos = videos;
        this.pipeline = pipeline;
        this.log = log;
        this.traces = traces;
    }

    /** Returns the current state; fails with {@link ErrorCode#NOT_FOUND} if the video does not exist or has another owner. */
    Uni<VideoSnapshot> require(String id, String owner) {
        VideoId videoId = VideoId.of(id);
        return bus.current(videoId).map(snapshot -> snapshot.filter(known -> known.video().owner().equals(owner))
                .orElseThrow(() -> VideoRepository.notFound(videoId)));
    }

    /** Returns the state of a known video from its row; fails with {@link ErrorCode#NOT_FOUND} if it was deleted. */
    Uni<VideoSnapshot> reread(VideoSnapshot known) {
        VideoId id = known.video().id();
        return bus.reread(id).map(snapshot -> snapshot.orElseThrow(() -> VideoRepository.notFound(id)));
    }

    /** Cancels the video as {@link VideoRepository#cancel} does, and notifies its subscribers. */
    Uni<Video> cancel(String id, RoutingContext request) {
        return cancel(VideoId.of(id), AuthenticationFilter.callerOf(request).owner(), request);
    }

    /** Cancels the open videos of a key, one after the other. A video that ends meanwhile stays as it is. */
    public Uni<Void> cancelAll(String key, String owner, RoutingContext request) {
        return videos.openVideos(key).onItem().transformToMulti(Multi.createFrom()::iterable)
                .onItem().transformToUniAndConcatenate(id -> cancel(id, owner, request)
                        .onFailure(OwnedVideos::hasEnded).recoverWithNull().replaceWithVoid())
                .onItem().ignoreAsUni();
    }

    private static boolean hasEnded(Throwable failure) {
        return failure instanceof ReelayException refused
                && (refused.code() == ErrorCode.CONFLICT || refused.code() == ErrorCode.NOT_FOUND);
    }

    private Uni<Video> cancel(VideoId id, String owner, RoutingContext request) {
        return videos.cancel(id, owner, pipeline.stoppingAccounts())
                .invoke(ended -> publish(ended, request)).map(VideoRepository.Cancellation::video);
    }

    private void publish(VideoRepository.Cancellation ended, RoutingContext request) {
        bus.changed(ended.video().id());
        ended.from().ifPresent(before -> {
            RequestId.about(request, () -> log.changed(before, ended.video()));
            traces.ended(ended.video());
        });
    }
}
