package dev.reelay.telemetry;

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
 * Records the spans of a video in one trace: the create as root, each call to the upstream, each download, and a span for the
 * whole life. Without an endpoint it returns calls unchanged. No attribute contains a prompt, a key or an upstream's message.
 */
@ApplicationScoped
public class VideoTraces {
    private static final Logger LOG = Logger.getLogger(VideoTraces.class);

    private final VideoLabels labels;
    private final Optional<OtlpSender> collector;

    VideoTraces(TracesConfig config, VideoLabels labels) {
        this.labels = labels;
        collector = config.endpoint().map(endpoint -> new OtlpSender(endpoint, config));
    }

    /** Creates this bean at the start, so that an invalid configuration fails the start. */
    void onStart(@Observes StartupEvent event) {
        collector.ifPresent(on -> LOG.info("Tracing of videos is on"));
    }

    /** Runs after all other observers, which may still end spans. */
    void onStop(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) ShutdownEvent event) {
        collector.ifPresent(OtlpSender::close);
    }

    /**
     * Records a create.
     *
     * @param replayed true if the response is the video of an earlier create
     * @param route path of the create
     * @param since start of the request
     */
    public void created(Video video, boolean replayed, String route, HttpServerRequest request, Instant since) {
        traced(video).ifPresent(on -> {
            SpanBuilder span = SpanAttributes.ofRequest(on.span("POST " + route), request, route)
                    .setStartTimestamp(since);
            SpanAttributes.ofVideo(span, video, labels.of(video)).setAttribute("reelay.video.replayed", replayed);
            (replayed ? span.setParent(TraceIds.parentContext(video.id())).startSpan()
                    : on.root(span, TraceIds.rootContext(video.id()))).end();
        });
    }

    /**
     * Wraps a call to the upstream in a span.
     *
     * @param name name of the span
     * @param outcome returns the value of the attribute {@code reelay.outcome} for a result
     */
    public <T> Uni<T> call(String name, Video video, Supplier<Uni<T>> call, Function<T, String> outcome) {
        return traced(video).map(on -> Uni.createFrom().deferred(() -> {
            Span span = start(on.span(name).setSpanKind(SpanKind.CLIENT), video);
            return call.get()
                    .onItem().invoke(item -> span.setAttribute("reelay.outcome", outcome.apply(item)))
                    .onTermination().invoke((item, failure, cancelled) -> end(span, failure, cancelled));
        })).orElseGet(call);
    }

    /**
     * Wraps a download in a span, which links to the trace of the client's {@code traceparent}.
     *
     * @param route path of the download, with placeholders
     * @param response writes the response; fails before its first byte with the error that will be sent
     */
    public Future<Void> download(Video video, String route, HttpServerRequest request, Supplier<Future<Void>> response) {
        return traced(video).map(on -> {
            Span span = start(SpanAttributes.ofRequest(on.span(request.method() + " " + route), request, route), video);
            return Future.<Void> succeededFuture().compose(now -> response.get()).onComplete(done -> {
                SpanAttributes.ofResponse(span, request.response(), done.cause());
                end(span, done.cause(), false);
            });
        }).orElseGet(response);
    }

    /** Records the span of a terminal video, from its create until now. */
    public void ended(Video video) {
        traced(video).ifPresent(on -> {
            Span span = start(on.span("video").setStartTimestamp(video.times().created()), video);
            video.failure().map(Failure::code).ifPresent(code -> span.setStatus(StatusCode.ERROR)
                    .setAttribute(SpanAttributes.ERROR_TYPE, code));
            span.end();
        });
    }

    private Optional<OtlpSender> traced(Video video) {
        return collector.filter(on -> TraceIds.has(video.id()));
    }

    private Span start(SpanBuilder span, Video video) {
        return SpanAttributes.ofVideo(span, video, labels.of(video)).setParent(TraceIds.parentContext(video.id())).startSpan();
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
