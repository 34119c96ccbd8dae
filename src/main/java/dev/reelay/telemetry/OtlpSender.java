package dev.reelay.telemetry;

import java.net.InetAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;

/** Exports spans to an OTLP/HTTP endpoint, in batches and off the event loops. Drops spans if exports fail. */
final class OtlpSender implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final Duration EXPORT_TIMEOUT = Duration.ofSeconds(5);
    /** Part of the shutdown timeout of the node. */
    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(2);

    private final RootSpanIdGenerator ids = new RootSpanIdGenerator();
    private final SdkTracerProvider provider;
    private final Tracer tracer;

    OtlpSender(URI endpoint, TracesConfig config) {
        provider = SdkTracerProvider.builder()
                .setResource(resource(config))
                .setIdGenerator(ids)
                // Samples by trace id alone, so that all nodes decide alike. The sampling flag of a client does not count.
                .setSampler(Sampler.traceIdRatioBased(config.ratio()))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter(endpoint, config)).setScheduleDelay(INTERVAL).build())
                .build();
        tracer = provider.tracerBuilder("dev.reelay").setInstrumentationVersion(config.version()).build();
    }

    SpanBuilder span(String name) {
        return tracer.spanBuilder(name);
    }

    Span root(SpanBuilder span, SpanContext root) {
        return ids.start(span, root);
    }

    /** Flushes the remaining spans, for at most {@link #SHUTDOWN_TIMEOUT}. */
    @Override
    public void close() {
        provider.shutdown().join(SHUTDOWN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Parses a comma-separated list of {@code name=value} with percent-encoded values. */
    static Map<String, String> headers(String list) {
        return Stream.of(list.split(",")).map(pair -> pair.split("=", 2)).filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> pair[0].strip(),
                        pair -> URLDecoder.decode(pair[1].strip().replace("+", "%2B"), StandardCharsets.UTF_8)));
    }

    private static OtlpHttpSpanExporter exporter(URI endpoint, TracesConfig config) {
        String base = endpoint.toString();
        return OtlpHttpSpanExporter.builder()
                .setEndpoint(base + (base.endsWith("/") ? "" : "/") + "v1/traces")
                .setHeaders(() -> config.headers().map(OtlpSender::headers).orElse(Map.of()))
                .setTimeout(EXPORT_TIMEOUT)
                .build();
    }

    private static Resource resource(TracesConfig config) {
        return Resource.getDefault().toBuilder()
                .put("service.name", config.serviceName())
                .put("service.version", config.version())
                .put("service.instance.id", UUID.randomUUID().toString())
                .put("host.name", hostName()) // with process.pid, identifies the node in the logs, too
                .put("process.pid", ProcessHandle.current().pid())
                .build();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
