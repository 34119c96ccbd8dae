package dev.reelay.api.resources;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
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

import dev.reelay.api.http.AuthenticationFilter;
import dev.reelay.api.http.ErrorMapper;
import dev.reelay.api.http.VideoPath;
import dev.reelay.progress.VideoSnapshot;

/**
 * Registers Vert.x routes that stream their response. All checks precede the first byte, because a response that has begun
 * cannot become an error.
 */
@ApplicationScoped
class StreamRoutes {
    /** Context key from which Quarkus reads the metric label {@code uri}. */
    // Workaround: https://github.com/quarkusio/quarkus/issues/56816; remove when the label has no query without a template.
    // The patterns of application.properties match a path without a query.
    private static final String METRICS_PATH = "UrlPathTemplate";

    private final OwnedVideos videos;
    private final ErrorMapper errors;
    private final VertxInternal vertx;

    StreamRoutes(OwnedVideos videos, ErrorMapper errors, Vertx vertx) {
        this.videos = videos;
        this.errors = errors;
        this.vertx = (VertxInternal) vertx;
    }

    /**
     * Registers a GET route with a fixed path.
     *
     * @param stream writes the response on the event loop of the request; fails, or throws a
     *        {@link dev.reelay.error.ReelayException}, before its first byte with the error to send
     */
    void get(Router router, String path, Function<RoutingContext, Future<Void>> stream) {
        List<HttpMethod> methods = List.of(HttpMethod.GET);
        router.route(path).setName(routeName(methods, path)).handler(request -> respond(request, methods,
                () -> Future.succeededFuture().compose(now -> stream.apply(request))));
    }

    /**
     * Registers a route below {@code /v1/videos/{id}} for videos of the caller; other videos are 404.
     *
     * @param path path of the route
     * @param methods GET, and HEAD if the stream supports it
     * @param stream writes the response on the event loop of the request; fails before its first byte with the error to send
     */
    void read(Router router, VideoPath path, List<HttpMethod> methods,
            BiFunction<VideoSnapshot, RoutingContext, Future<Void>> stream) {
        String template = path.template();
        router.route().setName(routeName(methods, template))
                .handler(request -> path.idIn(request.normalizedPath()).ifPresentOrElse(id -> {
                    ((HttpServerRequestInternal) request.request()).context().putLocal(METRICS_PATH, template);
                    respond(request, methods, () -> video(id, request).compose(video -> stream.apply(video, request)));
                }, request::next));
    }

    /** Returns a future that completes on the event loop of the caller of this method. */
    <T> Future<T> onEventLoop(Uni<T> response) {
        Promise<T> back = vertx.getOrCreateContext().promise();
        response.subscribe().with(back::complete, back::fail);
        return back.future();
    }

    private Future<VideoSnapshot> video(String id, RoutingContext request) {
        return onEventLoop(Uni.createFrom().deferred(() -> videos.require(id, AuthenticationFilter.callerOf(request).owner())));
    }

    private void respond(RoutingContext request, List<HttpMethod> methods, Supplier<Future<?>> response) {
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

    /** Returns the name of a route, such as {@code GET, HEAD /v1/videos/{id}/content}; the route itself has no path. */
    private static String routeName(List<HttpMethod> methods, String path) {
        return names(methods) + " " + path;
    }

    private static String names(List<HttpMethod> methods) {
        return methods.stream().map(HttpMethod::name).collect(Collectors.joining(", "));
    }
}
