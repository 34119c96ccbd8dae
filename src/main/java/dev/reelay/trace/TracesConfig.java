package dev.reelay.trace;

import java.net.URI;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

@ConfigMapping(prefix = "reelay.traces")
interface TracesConfig {
    /** Where they are sent to, over OTLP/HTTP: base url, up to and without {@code /v1/traces}. Without one there are none. */
    @WithDefault("${otel.exporter.otlp.endpoint:}")
    Optional<URI> endpoint();

    /** What is sent along, a key for one: comma list of {@code name=value}, as OpenTelemetry writes it. */
    @WithDefault("${otel.exporter.otlp.headers:}")
    Optional<String> headers();

    /** The share of videos that are traced, 0 to 1; each of them in full, on all nodes. */
    @WithDefault("${otel.traces.sampler.arg:1}")
    double ratio();

    /** {@code otel.service.name}: whose traces they are. */
    @WithDefault("${otel.service.name:${quarkus.application.name}}")
    String serviceName();

    /** The program's own. */
    @WithDefault("${quarkus.application.version}")
    String version();
}
