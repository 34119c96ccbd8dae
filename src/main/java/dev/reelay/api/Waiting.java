package dev.reelay.api;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import dev.reelay.progress.ProgressBus;
import dev.reelay.video.FreshContext;
import dev.reelay.video.Video;
import dev.reelay.video.VideoRepository;

/** Holds an answer back until the video is settled, or until the caller's patience ends. */
@ApplicationScoped
class Waiting {
    private final ProgressBus bus;
    private final VideoRepository videos;
    private final FreshContext contexts;

    Waiting(ProgressBus bus, VideoRepository videos, FreshContext contexts) {
        this.bus = bus;
        this.videos = videos;
        this.contexts = contexts;
    }

    /** @return the video as it then is */
    Uni<Video> until(Video video, Duration patience) {
        return video.isSettled() ? Uni.createFrom().item(video)
                : bus.watch(video.id()).select().where(Video::isSettled).toUni()
                        .ifNoItem().after(patience).recoverWithItem(() -> null)
                        .onItem().ifNull().switchTo(() -> contexts.run(() -> videos.require(video.id(), video.owner())));
    }
}
