package dev.reelay.api;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;

/** {@code GET /v1/videos/{id}/events}: the video as it is, then each change, then its end, as Server-Sent Events. */
@ApplicationScoped
class EventsRoute {
    private final StreamRoutes routes;
    private final EventStreams events;

    EventsRoute(StreamRoutes routes, EventStreams events) {
        this.routes = routes;
        this.events = events;
    }

    void mount(@Observes Router router) {
        routes.read(router, "/v1/videos/:id/events", List.of(HttpMethod.GET), events::send);
    }
}
