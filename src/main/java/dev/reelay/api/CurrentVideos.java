package dev.reelay.api;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import dev.reelay.access.Caller;
import dev.reelay.error.ErrorCode;
import dev.reelay.progress.News;
import dev.reelay.progress.ProgressBus;
import dev.reelay.video.VideoId;
import dev.reelay.video.VideoRepository;

/** The videos of callers as they are now; those that are being made come from memory, not from the database. */
@ApplicationScoped
class CurrentVideos {
    private final ProgressBus bus;

    CurrentVideos(ProgressBus bus) {
        this.bus = bus;
    }

    /** Fails with {@link ErrorCode#NOT_FOUND} where it is nobody's or another's. */
    Uni<News> require(String id, Caller caller) {
        VideoId videoId = VideoId.of(id);
        return bus.now(videoId).map(news -> news.filter(known -> known.video().owner().equals(caller.name()))
                .orElseThrow(() -> VideoRepository.notFound(videoId)));
    }
}
