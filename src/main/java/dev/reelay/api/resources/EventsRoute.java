package dev.reelay.api.resources;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.api.http.ApiPaths;
import dev.reelay.api.http.VideoPath;
import dev.reelay.api.sse.SseResponses;
import dev.reelay.progress.VideoSnapshot;

/**
 * {@code GET /v1/videos/{id}/events} streams the current state of a video and each change up to the terminal status as
 * Server-Sent Events. {@code GET /v1/videos/events} streams the changes of all videos of the caller.
 */
@ApplicationScoped
class EventsRoute {
    private final StreamRoutes routes;
    private final SseResponses responses;
    private final OwnedVideos videos;

    EventsRoute(StreamRoutes routes, SseResponses responses, OwnedVideos videos) {
        this.routes = routes;
        this.responses = responses;
        this.videos = videos;
    }

    void mount(@Observes Router router) {
        routes.get(router, ApiPaths.OWNER_EVENTS, responses::ofOwner);
        routes.read(router, VideoPath.EVENTS, List.of(HttpMethod.GET), this::ofVideo);
    }

    /** Reads the row if another node told the client more: this node may have missed notifications. */
    private Future<Void> ofVideo(VideoSnapshot snapshot, RoutingContext request) {
        Future<VideoSnapshot> latest = responses.clientKnowsMore(snapshot, request)
                ? routes.onEventLoop(videos.reread(snapshot))
                : Future.succeededFuture(snapshot);
        return latest.map(now -> {
            responses.ofVideo(now, request);
            return null;
        });
    }
}
