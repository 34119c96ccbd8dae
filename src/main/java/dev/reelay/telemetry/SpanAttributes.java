package dev.reelay.telemetry;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;
import dev.reelay.video.Video;

/** Sets the attributes of spans, named by OpenTelemetry's semantic conventions if these have a name. */
final class SpanAttributes {
    static final String ERROR_TYPE = "error.type";
    private static final String STATUS = "http.response.status_code";

    private static final TextMapGetter<MultiMap> HEADERS = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(MultiMap headers) {
            return headers.names();
        }

        @Override
        public @Nullable String get(@Nullable MultiMap headers, String name) {
            return headers == null ? null : headers.get(name);
        }
    };

    private SpanAttributes() {
    }

    /** @param labels see {@link VideoLabels#of} */
    static SpanBuilder ofVideo(SpanBuilder span, Video video, Map<String, String> labels) {
        return span.setAttribute("reelay.video.id", video.id().value())
                .setAttribute("reelay.video.version", video.version())
                .setAttribute("reelay.video.status", video.status().wireName())
                .setAttribute("gen_ai.request.model", labels.get("model"))
                .setAttribute("reelay.account", labels.get("account"))
                .setAttribute("reelay.dialect", labels.get("dialect"));
    }

    /** Sets the attributes of a server span, and links it to the client's trace if the request has a {@code traceparent}. */
    static SpanBuilder ofRequest(SpanBuilder span, HttpServerRequest request, String route) {
        SpanContext caller = Span.fromContext(W3CTraceContextPropagator.getInstance()
                .extract(Context.root(), request.headers(), HEADERS)).getSpanContext();
        return (caller.isValid() ? span.addLink(caller) : span).setSpanKind(SpanKind.SERVER)
                .setAttribute("http.request.method", request.method().name())
                .setAttribute("http.route", route);
    }

    /**
     * Sets the attributes of a response. A response that the client closed before its head has no status code.
     *
     * @param failure error that is sent if the response has not begun, an internal error unless it is a
     *        {@link ReelayException}; otherwise the reason why the response broke off
     */
    static void ofResponse(Span span, HttpServerResponse response, @Nullable Throwable failure) {
        if (failure == null || response.headWritten()) {
            span.setAttribute(STATUS, response.getStatusCode());
        } else if (!response.closed()) {
            ErrorCode code = failure instanceof ReelayException exception ? exception.code() : ErrorCode.INTERNAL_ERROR;
            span.setAttribute(STATUS, code.httpStatus());
        }
        span.setAttribute("http.response.body.size", response.bytesWritten());
    }
}
