package dev.reelay.api;

import java.time.Duration;
import java.util.concurrent.Executor;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;

import dev.reelay.access.Caller;
import dev.reelay.progress.News;
import dev.reelay.progress.ProgressBus;
import dev.reelay.progress.Watcher;
import dev.reelay.video.Video;
import dev.reelay.video.VideoId;

/** Holds an answer back until the video is settled, or until the caller's patience ends. */
@ApplicationScoped
class Waiting {
    private final ProgressBus bus;
    private final CurrentVideos videos;
    private final Vertx vertx;

    Waiting(ProgressBus bus, CurrentVideos videos, Vertx vertx) {
        this.bus = bus;
        this.videos = videos;
        this.vertx = vertx;
    }

    /** @return the video as it then is */
    Uni<Video> until(Video video, Duration patience) {
        return video.isSettled() ? Uni.createFrom().item(video)
                : settled(video.id()).ifNoItem().after(patience).recoverWithItem(() -> null)
                        .onItem().ifNull().switchTo(() -> videos.require(video.id().value(), new Caller(video.owner()))
                                .map(News::video));
    }

    /** Nothing where the video goes away before. */
    private Uni<Video> settled(VideoId id) {
        Executor eventLoop = ((ContextInternal) vertx.getOrCreateContext()).nettyEventLoop();
        return Uni.createFrom().emitter(emitter -> eventLoop.execute(() -> {
            Watcher watcher = new SettledWatcher(emitter);
            emitter.onTermination(() -> eventLoop.execute(() -> bus.leave(id, eventLoop, watcher)));
            bus.join(id, eventLoop, watcher);
        }));
    }

    private record SettledWatcher(UniEmitter<? super Video> emitter) implements Watcher {
        @Override
        public void hear(News news) {
            if (news.video().isSettled()) {
                emitter.complete(news.video());
            }
        }

        @Override
        public void gone() {
            emitter.complete(null);
        }
    }
}
