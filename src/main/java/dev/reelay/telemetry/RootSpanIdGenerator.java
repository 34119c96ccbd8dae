package dev.reelay.telemetry;

import org.jspecify.annotations.Nullable;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.IdGenerator;

/** Generates random ids, except for root spans, whose ids are given. The SDK has no other way to set the ids of a span. */
final class RootSpanIdGenerator implements IdGenerator {
    private static final IdGenerator RANDOM = IdGenerator.random();

    private final ThreadLocal<@Nullable SpanContext> given = new ThreadLocal<>();

    /** Starts a root span with the given trace id and span id. */
    Span start(SpanBuilder span, SpanContext ids) {
        given.set(ids);
        try {
            return span.setNoParent().startSpan();
        } finally {
            given.remove();
        }
    }

    @Override
    public String generateTraceId() {
        SpanContext root = given.get();
        return root == null ? RANDOM.generateTraceId() : root.getTraceId();
    }

    @Override
    public String generateSpanId() {
        SpanContext root = given.get();
        return root == null ? RANDOM.generateSpanId() : root.getSpanId();
    }
}
