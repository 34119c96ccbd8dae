package dev.reelay.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;

import dev.reelay.video.VideoId;

/**
 * The trace of a video. Its id is the digits of the video's, and that of its first span is made of them: whichever node
 * comes to the video knows both, with nothing stored and nothing handed over.
 */
final class TraceIds {
    private TraceIds() {
    }

    /** Its first span, the create. Not valid for the id of zeros, which W3C gives to no trace: that video has none. */
    static SpanContext rootContext(VideoId id) {
        String digits = id.hex();
        String last = digits.substring(digits.length() - SpanId.getLength());
        String spanId = SpanId.isValid(last) ? last : digits.substring(0, SpanId.getLength());
        return SpanContext.createFromRemoteParent(digits, spanId, TraceFlags.getSampled(), TraceState.getDefault());
    }

    /** What every other span of it is a child of. */
    static Context parentContext(VideoId id) {
        return Context.root().with(Span.wrap(rootContext(id)));
    }

    static boolean has(VideoId id) {
        return TraceId.isValid(id.hex());
    }
}
