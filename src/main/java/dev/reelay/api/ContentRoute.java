package dev.reelay.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.vertx.ext.web.Router;

import dev.reelay.content.ContentStream;

/**
 * {@code GET /v1/videos/{id}/content} (manual, section "下载视频内容"). A plain route: bytes under back-pressure and a length
 * that is known beforehand are beyond what a resource method can return.
 */
@ApplicationScoped
class ContentRoute {
    private final StreamRoutes routes;
    private final ContentStream content;

    ContentRoute(StreamRoutes routes, ContentStream content) {
        this.routes = routes;
        this.content = content;
    }

    void mount(@Observes Router router) {
        routes.get(router, "/v1/videos/:id/content", (video, request) -> content.send(video, request.response()));
    }
}
