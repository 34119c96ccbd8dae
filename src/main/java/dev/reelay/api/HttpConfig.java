package dev.reelay.api;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

@ConfigMapping(prefix = "reelay.api")
interface HttpConfig {
    /** {@code reelay.public-url}: base of the {@code url} field, where it is not what the request was sent to. */
    @WithDefault("${reelay.public-url:}")
    Optional<URI> publicUrl();

    /** How many bytes a request may have. */
    @WithDefault("${quarkus.http.limits.max-body-size}")
    MemorySize bodyLimit();

    /** How long a program that stops still takes requests. */
    @WithDefault("${quarkus.shutdown.delay}")
    Duration shutdownDelay();

    /** The program's own. */
    @WithDefault("${quarkus.application.version}")
    String version();

    /** {@code quarkus.log.console.json.enabled}: is it a machine that reads what is printed? */
    @WithDefault("${quarkus.log.console.json.enabled}")
    boolean printsJson();

    /** {@code reelay.upstream.url}: without one, the built-in sandbox makes the videos. */
    @WithDefault("${reelay.upstream.url:}")
    Optional<String> upstream();
}
