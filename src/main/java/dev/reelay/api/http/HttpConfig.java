package dev.reelay.api.http;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The settings of the HTTP server that the API needs to know. */
@ConfigMapping(prefix = "reelay.api")
interface HttpConfig {
    /** Maximum size of a request body. */
    @WithDefault("${quarkus.http.limits.max-body-size}")
    MemorySize bodyLimit();
}
