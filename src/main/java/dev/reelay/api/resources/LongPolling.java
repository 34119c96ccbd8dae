package dev.reelay.api.resources;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;

import dev.reelay.api.sse.SseConnectionRegistry;
import dev.reelay.async.VertxContexts;
import dev.reelay.progress.ProgressBus;
import dev.reelay.progress.VideoListener;
import dev.reelay.progress.VideoSnapshot;
import dev.reelay.video.Video;
import dev.reelay.video.VideoId;

/** Holds a response until the video is terminal, the wait times out, or this node shuts down. */
@ApplicationScoped
class LongPolling {
    private final ProgressBus bus;
    private final OwnedVideos videos;
    private final Vertx vertx;
    private final Set<UniEmitter<? super Video>> held = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    LongPolling(ProgressBus bus, OwnedVideos videos, Vertx vertx) {
        this.bus = bus;
        this.videos = videos;
        this.vertx = vertx;
    }

    /** Releases all held responses, which the shutdown would cut otherwise. */
    void onDrain(@Observes @Priority(SseConnectionRegistry.DRAIN_STREAMS_PRIORITY) ShutdownDelayInitiatedEvent event) {
        draining = true;
        held.forEach(LongPolling::release);
    }

    /**
     * Waits until the video is terminal, at most for {@code timeout}; not at all if that is zero.
     *
     * @return the video in its state after the wait; fails with {@code not_found} if it was deleted
     */
    Uni<Video> awaitTerminal(Video video, Duration timeout) {
        return video.isTerminal() || timeout.isZero() ? Uni.createFrom().item(video)
                : awaitEnd(video.id()).ifNoItem().after(timeout).recoverWithItem(() -> null)
                        .onItem().ifNull().switchTo(() -> videos.require(video.id().value(), video.owner())
                                .map(VideoSnapshot::video));
    }

    /** Returns the terminal video, or null if the video is deleted or this node shuts down before. */
    private Uni<Video> awaitEnd(VideoId id) {
        Executor eventLoop = VertxContexts.eventLoop(vertx);
        return Uni.createFrom().emitter(emitter -> eventLoop.execute(() -> {
            VideoListener listener = new EndListener(emitter);
            held.add(emitter);
            emitter.onTermination(() -> {
                held.remove(emitter);
                eventLoop.execute(() -> bus.leave(id, eventLoop, listener));
            });
            bus.join(id, eventLoop, listener);
            if (draining) {
                release(emitter);
            }
        }));
    }

    private static void release(UniEmitter<? super Video> emitter) {
        emitter.complete(null);
    }

    private record EndListener(UniEmitter<? super Video> emitter) implements VideoListener {
        @Override
        public void onUpdate(VideoSnapshot snapshot) {
            if (snapshot.video().isTerminal()) {
                emitter.complete(snapshot.video());
            }
        }

        @Override
        public void onDeleted() {
            release(emitter);
        }
    }
}
