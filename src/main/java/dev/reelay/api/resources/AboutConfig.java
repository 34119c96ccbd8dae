package dev.reelay.api.resources;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The facts that {@code GET /about} returns. */
@ConfigMapping(prefix = "reelay.about")
interface AboutConfig {
    /** The version of the program. */
    @WithDefault("${quarkus.application.version}")
    String version();
}
