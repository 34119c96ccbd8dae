package dev.reelay.api;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.progress.VideoSnapshot;

/**
 * Routes that answer with a stream. Everything that can be refused is refused before the stream begins: a streamed answer
 * has no second chance to be an error.
 */
@ApplicationScoped
class StreamRoutes {
    /** Under this name Quarkus looks for the path that a request is counted under. */
    private static final String METRICS_PATH = "UrlPathTemplate";

    private final OwnedVideos videos;
    private final ErrorMapper errors;
    private final VertxInternal vertx;

    StreamRoutes(OwnedVideos videos, ErrorMapper errors, Vertx vertx) {
        this.videos = videos;
        this.errors = errors;
        this.vertx = (VertxInternal) vertx;
    }

    /** @param stream answers a GET, or throws what the caller is told */
    void get(Router router, String path, Consumer<RoutingContext> stream) {
        List<HttpMethod> methods = List.of(HttpMethod.GET);
        router.route(path).setName(routeName(methods, path)).handler(request -> answer(request, methods,
                () -> Future.succeededFuture().map(now -> {
                    stream.accept(request);
                    return null;
                })));
    }

    /**
     * Of one of the caller's videos.
     *
     * @param name what follows the id in the path
     * @param methods GET, and HEAD where the stream knows how to answer it
     * @param stream answers, on the request's own event loop; fails before its first byte with what the caller is told
     */
    void read(Router router, String name, List<HttpMethod> methods,
            BiFunction<VideoSnapshot, RoutingContext, Future<Void>> stream) {
        VideoPath path = new VideoPath(name);
        String template = path.template();
        router.route().setName(routeName(methods, template))
                .handler(request -> path.idIn(request.normalizedPath()).ifPresentOrElse(id -> {
                    ((HttpServerRequestInternal) request.request()).context().putLocal(METRICS_PATH, template);
                    answer(request, methods, () -> video(id, request).compose(video -> stream.apply(video, request)));
                }, request::next));
    }

    /** Brings an answer from elsewhere back to the event loop that this is called on. */
    <T> Future<T> onEventLoop(Uni<T> response) {
        Promise<T> back = vertx.getOrCreateContext().promise();
        response.subscribe().with(back::complete, back::fail);
        return back.future();
    }

    private Future<VideoSnapshot> video(String id, RoutingContext request) {
        return onEventLoop(Uni.createFrom().deferred(() -> videos.require(id, AuthenticationFilter.callerOf(request))));
    }

    private void answer(RoutingContext request, List<HttpMethod> methods, Supplier<Future<?>> response) {
        if (methods.contains(request.request().method())) {
            response.get().onFailure(failure -> errors.send(request, failure));
        } else {
            notAllowed(request, methods);
        }
    }

    private void notAllowed(RoutingContext request, List<HttpMethod> methods) {
        request.response().putHeader(HttpHeaders.ALLOW, names(methods));
        errors.send(request, 405);
    }

    /** The name of a route, which has neither a method nor a pattern that would tell. */
    private static String routeName(List<HttpMethod> methods, String path) {
        return names(methods) + " " + path;
    }

    private static String names(List<HttpMethod> methods) {
        return methods.stream().map(HttpMethod::name).collect(Collectors.joining(", "));
    }
}
