package dev.reelay.outbound;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The facts that requests to URLs of clients tell the other server. */
@ConfigMapping(prefix = "reelay.outbound")
interface OutboundConfig {
    /** The version of the program. */
    @WithDefault("${quarkus.application.version}")
    String version();
}
