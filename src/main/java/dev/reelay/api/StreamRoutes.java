package dev.reelay.api;

import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.video.FreshContext;
import dev.reelay.video.Video;
import dev.reelay.video.VideoId;
import dev.reelay.video.VideoRepository;

/**
 * Routes that answer with a stream about one of the caller's videos. Everything that can be refused is refused before
 * the stream begins: a streamed answer has no second chance to be an error.
 */
@ApplicationScoped
class StreamRoutes {
    private final VideoRepository videos;
    private final FreshContext contexts;
    private final Errors errors;
    private final Vertx vertx;

    StreamRoutes(VideoRepository videos, FreshContext contexts, Errors errors, Vertx vertx) {
        this.videos = videos;
        this.contexts = contexts;
        this.errors = errors;
        this.vertx = vertx;
    }

    /**
     * @param path has the parameter {@code :id}
     * @param methods GET, and HEAD where the stream knows how to answer it
     * @param stream answers, on the request's own event loop; fails before its first byte with what the caller is told
     */
    void read(Router router, String path, List<HttpMethod> methods,
            BiFunction<Video, RoutingContext, Future<Void>> stream) {
        Route route = router.route(path);
        methods.forEach(route::method);
        route.handler(request -> answer(request, stream));
        router.route(path).handler(request -> notAllowed(request, methods));
    }

    /** Brings an answer from elsewhere back to the event loop that this is called on. */
    <T> Future<T> onEventLoop(Uni<T> answer) {
        Context eventLoop = vertx.getOrCreateContext();
        return Future.fromCompletionStage(answer.subscribeAsCompletionStage(), eventLoop);
    }

    private void notAllowed(RoutingContext request, List<HttpMethod> methods) {
        request.response().putHeader(HttpHeaders.ALLOW,
                methods.stream().map(HttpMethod::name).collect(Collectors.joining(", ")));
        errors.send(request, 405);
    }

    private void answer(RoutingContext request, BiFunction<Video, RoutingContext, Future<Void>> stream) {
        String owner = Gate.callerOf(request).name();
        onEventLoop(contexts.run(() -> videos.require(VideoId.of(request.pathParam("id")), owner)))
                .compose(video -> stream.apply(video, request))
                .onFailure(failure -> errors.send(request, failure));
    }
}
