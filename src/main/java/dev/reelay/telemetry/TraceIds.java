package dev.reelay.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;

import dev.reelay.video.VideoId;

/**
 * Derives the trace id and the root span id of a video from its id, so that each node gets the same ids without storing or
 * passing them.
 */
final class TraceIds {
    private TraceIds() {
    }

    /**
     * Returns the context of the root span, which is the create. The result is invalid for an id of zeros, which is no trace
     * id (W3C Trace Context, section 3.2.2.3); see {@link #has}.
     */
    static SpanContext rootContext(VideoId id) {
        String digits = id.hex();
        String last = digits.substring(digits.length() - SpanId.getLength());
        String spanId = SpanId.isValid(last) ? last : digits.substring(0, SpanId.getLength());
        return SpanContext.createFromRemoteParent(digits, spanId, TraceFlags.getSampled(), TraceState.getDefault());
    }

    /** Returns the parent context for all other spans of the video. */
    static Context parentContext(VideoId id) {
        return Context.root().with(Span.wrap(rootContext(id)));
    }

    /** Returns false for a video whose id is no valid trace id, and which thus has no trace. */
    static boolean has(VideoId id) {
        return TraceId.isValid(id.hex());
    }
}
