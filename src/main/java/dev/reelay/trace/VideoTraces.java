package dev.reelay.trace;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;

import dev.reelay.error.ReelayException;
import dev.reelay.video.Failure;
import dev.reelay.video.Video;

/**
 * What is done for a video, as spans of its one trace: the create first, then each call to the upstream, its end, and
 * each download. Where no endpoint is configured nothing of this is there: work is handed through as it is. Spans carry
 * names and numbers; neither a prompt nor a key, nor what an upstream says in its own words.
 */
@ApplicationScoped
public class VideoTraces {
    private static final Logger LOG = Logger.getLogger(VideoTraces.class);
    private static final String VIDEOS = "/v1/videos";
    private static final String CONTENT = VIDEOS + "/{id}/content";

    private final Optional<OtlpSender> collector;

    VideoTraces(TracesConfig config) {
        collector = config.endpoint().map(endpoint -> new OtlpSender(endpoint, config));
    }

    /** So that it is there from the start, or says why it cannot be. */
    void onStart(@Observes StartupEvent event) {
        collector.ifPresent(on -> LOG.info("Videos are traced"));
    }

    /** Last of all: others may still end something. */
    void onStop(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) ShutdownEvent event) {
        collector.ifPresent(OtlpSender::close);
    }

    /**
     * A request that made the video, or was answered with the one that an earlier request made.
     *
     * @param since when the request came
     */
    public void created(Video video, boolean replayed, HttpServerRequest request, Instant since) {
        traced(video).ifPresent(on -> {
            SpanBuilder span = SpanAttributes.ofRequest(on.span("POST " + VIDEOS), request, VIDEOS)
                    .setStartTimestamp(since);
            SpanAttributes.ofVideo(span, video).setAttribute("reelay.video.replayed", replayed);
            (replayed ? span.setParent(TraceIds.parentContext(video.id())).startSpan()
                    : on.root(span, TraceIds.rootContext(video.id()))).end();
        });
    }

    /**
     * A call to the upstream for the video.
     *
     * @param name of what is asked for
     * @param outcome in a word
     */
    public <T> Uni<T> call(String name, Video video, Supplier<Uni<T>> call, Function<T, String> outcome) {
        return traced(video).map(on -> Uni.createFrom().deferred(() -> {
            Span span = start(on.span(name).setSpanKind(SpanKind.CLIENT), video);
            return call.get()
                    .onItem().invoke(item -> span.setAttribute("reelay.outcome", outcome.apply(item)))
                    .onTermination().invoke((item, failure, cancelled) -> end(span, failure, cancelled));
        })).orElseGet(call);
    }

    /** A request that is answered with the video's bytes. Its {@code traceparent} is linked: it is of another trace. */
    public Future<Void> download(Video video, HttpServerRequest request, Supplier<Future<Void>> response) {
        return traced(video).map(on -> {
            Span span = start(SpanAttributes.ofRequest(on.span(request.method() + " " + CONTENT), request, CONTENT), video);
            return Future.<Void> succeededFuture().compose(now -> response.get()).onComplete(done -> {
                SpanAttributes.ofResponse(span, request.response(), done.cause());
                end(span, done.cause(), false);
            });
        }).orElseGet(response);
    }

    /** The video's whole life, from its create to its end. */
    public void ended(Video video) {
        traced(video).ifPresent(on -> {
            Span span = start(on.span("video").setStartTimestamp(video.createdAt()), video);
            video.failure().map(Failure::code).ifPresent(code -> span.setStatus(StatusCode.ERROR)
                    .setAttribute(SpanAttributes.ERROR_TYPE, code));
            span.end();
        });
    }

    private Optional<OtlpSender> traced(Video video) {
        return collector.filter(on -> TraceIds.has(video.id()));
    }

    private static Span start(SpanBuilder span, Video video) {
        return SpanAttributes.ofVideo(span, video).setParent(TraceIds.parentContext(video.id())).startSpan();
    }

    private static void end(Span span, @Nullable Throwable failure, boolean cancelled) {
        if (failure != null) {
            span.setStatus(StatusCode.ERROR).setAttribute(SpanAttributes.ERROR_TYPE,
                    failure instanceof ReelayException exception
                            ? exception.code().wireName()
                            : failure.getClass().getSimpleName());
        } else if (cancelled) {
            span.setAttribute("reelay.outcome", "cancelled");
        }
        span.end();
    }
}
