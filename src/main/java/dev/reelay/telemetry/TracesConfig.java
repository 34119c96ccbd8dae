package dev.reelay.telemetry;

import java.net.URI;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

@ConfigMapping(prefix = "reelay.traces")
interface TracesConfig {
    /** Base URL of the OTLP/HTTP endpoint, without {@code /v1/traces}. Without it, tracing is off. */
    @WithDefault("${otel.exporter.otlp.endpoint:}")
    Optional<URI> endpoint();

    /** Headers of each export, such as an API key: comma-separated list of {@code name=value}, values percent-encoded. */
    @WithDefault("${otel.exporter.otlp.headers:}")
    Optional<String> headers();

    /** Share of videos that are traced, 0 to 1. Each of them is traced in full, on all nodes. */
    @WithDefault("${otel.traces.sampler.arg:1}")
    double ratio();

    /** {@code otel.service.name}: the resource attribute {@code service.name}. */
    @WithDefault("${otel.service.name:${quarkus.application.name}}")
    String serviceName();

    /** Version of Reelay, the resource attribute {@code service.version}. */
    @WithDefault("${quarkus.application.version}")
    String version();
}
