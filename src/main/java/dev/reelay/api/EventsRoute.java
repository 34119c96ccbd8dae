package dev.reelay.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.Json;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.progress.ProgressBus;
import dev.reelay.video.Video;

/** {@code GET /v1/videos/{id}/events}: the video as it is, then each change, then its end, as Server-Sent Events. */
@ApplicationScoped
class EventsRoute {
    private final StreamRoutes routes;
    private final ProgressBus bus;
    private final PublicUrl publicUrl;
    private final ApiConfig config;
    private final Vertx vertx;

    EventsRoute(StreamRoutes routes, ProgressBus bus, PublicUrl publicUrl, ApiConfig config, Vertx vertx) {
        this.routes = routes;
        this.bus = bus;
        this.publicUrl = publicUrl;
        this.config = config;
        this.vertx = vertx;
    }

    void mount(@Observes Router router) {
        routes.get(router, "/v1/videos/:id/events", this::stream);
    }

    private Future<Void> stream(Video video, RoutingContext request) {
        String baseUrl = publicUrl.of(request.request());
        EventStream stream = new EventStream(request.response(), vertx.getOrCreateContext(),
                change -> Json.encode(VideoBody.of(change, baseUrl)));
        long heartbeat = vertx.setPeriodic(config.heartbeat().toMillis(), timer -> stream.comment());
        bus.watch(video.id()).subscribe().withSubscriber(stream);
        return stream.end().onComplete(ended -> vertx.cancelTimer(heartbeat));
    }
}
