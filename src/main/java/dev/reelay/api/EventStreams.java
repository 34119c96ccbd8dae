package dev.reelay.api;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.progress.ProgressBus;
import dev.reelay.video.Video;

/** Answers with a video's versions as an event stream. */
@ApplicationScoped
class EventStreams {
    /** Which waits for the upstream. */
    private static final int BEFORE_THE_PIPELINE = 1;

    private final ProgressBus bus;
    private final Bodies bodies;
    private final ApiConfig config;
    private final Vertx vertx;
    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();

    EventStreams(ProgressBus bus, Bodies bodies, ApiConfig config, Vertx vertx) {
        this.bus = bus;
        this.bodies = bodies;
        this.config = config;
        this.vertx = vertx;
    }

    /** To be called on the request's event loop. Ends with the stream. */
    Future<Void> send(Video video, RoutingContext request) {
        EventStream stream = new EventStream(request.response(), vertx.getOrCreateContext(),
                bodies.json(request.request()));
        long heartbeat = vertx.setPeriodic(config.heartbeat().toMillis(), timer -> stream.comment());
        open.add(stream);
        bus.watch(video.id()).subscribe().withSubscriber(stream);
        return stream.end().onComplete(ended -> {
            vertx.cancelTimer(heartbeat);
            open.remove(stream);
        });
    }

    /** The program is about to stop: browsers come back by themselves, to another node. */
    void onDrain(@Observes @Priority(BEFORE_THE_PIPELINE) ShutdownDelayInitiatedEvent event) {
        open.forEach(EventStream::goAway);
    }

    /** As {@link #send}, for a resource method: it must return nothing, ever, since the answer is written here. */
    <T> Uni<T> answer(Video video, RoutingContext request) {
        send(video, request);
        return Uni.createFrom().nothing();
    }
}
