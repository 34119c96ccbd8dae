package dev.reelay.api;

import java.time.Duration;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The settings of the HTTP server that the API needs to know. */
@ConfigMapping(prefix = "reelay.api")
interface HttpConfig {
    /** The largest body of a request. */
    @WithDefault("${quarkus.http.limits.max-body-size}")
    MemorySize bodyLimit();

    /** How long a program that stops still takes requests. */
    @WithDefault("${quarkus.shutdown.delay}")
    Duration shutdownDelay();
}
