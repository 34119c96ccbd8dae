package dev.reelay.runtime;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The form of the message at the start. */
@ConfigMapping(prefix = "reelay.banner")
interface BannerConfig {
    /** {@code quarkus.log.console.json.enabled}: true if the output is read by a program. */
    @WithDefault("${quarkus.log.console.json.enabled}")
    boolean printsJson();
}
