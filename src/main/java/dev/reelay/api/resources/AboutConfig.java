package dev.reelay.api.resources;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The facts that {@code GET /about} returns. */
@ConfigMapping(prefix = "reelay.about")
interface AboutConfig {
    /** The version of the program. */
    @WithDefault("${quarkus.application.version}")
    String version();

    /** {@code reelay.upstream.url}: without it, the built-in sandbox makes the videos. */
    @WithDefault("${reelay.upstream.url:}")
    Optional<String> upstream();
}
