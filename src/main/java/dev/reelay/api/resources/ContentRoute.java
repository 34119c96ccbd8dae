package dev.reelay.api.resources;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.access.Caller;
import dev.reelay.access.Keyring;
import dev.reelay.api.http.AuthenticationFilter;
import dev.reelay.api.http.DurationParams;
import dev.reelay.api.http.ErrorMapper;
import dev.reelay.api.http.VideoPath;
import dev.reelay.content.OpenDownloads;
import dev.reelay.progress.VideoSnapshot;
import dev.reelay.telemetry.VideoTraces;
import dev.reelay.video.Video;

/**
 * {@code GET} and {@code HEAD /v1/videos/{id}/content} (contract 5). A Vert.x route, because a resource method cannot stream
 * bytes under back-pressure with a known {@code Content-Length}.
 */
@ApplicationScoped
class ContentRoute {
    private final StreamRoutes routes;
    private final LongPolling waiting;
    private final OpenDownloads downloads;
    private final Keyring keys;
    private final VideoTraces traces;
    private final ErrorMapper errors;

    ContentRoute(StreamRoutes routes, LongPolling waiting, OpenDownloads downloads, Keyring keys, VideoTraces traces,
            ErrorMapper errors) {
        this.routes = routes;
        this.waiting = waiting;
        this.downloads = downloads;
        this.keys = keys;
        this.traces = traces;
        this.errors = errors;
    }

    void mount(@Observes Router router) {
        routes.read(router, VideoPath.CONTENT, List.of(HttpMethod.GET, HttpMethod.HEAD), this::send);
    }

    /** Maps a failure inside the span, so that the span has the status code of the error response. */
    private Future<Void> send(VideoSnapshot snapshot, RoutingContext request) {
        return traces.download(snapshot.video(), VideoPath.CONTENT.template(), request.request(),
                () -> send(snapshot.video(), request)
                        .recover(failure -> Future.failedFuture(errors.toSend(request, failure))));
    }

    /** Sends the content; with {@code ?wait=N}, waits up to N seconds until the video is terminal. */
    private Future<Void> send(Video video, RoutingContext request) {
        Duration wait = DurationParams.queriedWait(Optional.ofNullable(request.request().getParam("wait")))
                .orElse(Duration.ZERO);
        return wait.isZero() ? download(video, request)
                : routes.onEventLoop(waiting.awaitTerminal(video, wait)).compose(ready -> download(ready, request));
    }

    /** Sends the content as long as the key of the caller is valid. */
    private Future<Void> download(Video video, RoutingContext request) {
        Caller caller = AuthenticationFilter.callerOf(request);
        return downloads.send(video, request.request(), () -> keys.isValid(caller));
    }
}
