package dev.reelay.api.upload;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Bounds of the bodies of creates. */
@ConfigMapping(prefix = "reelay.api")
interface UploadConfig {
    /** Open uploads of one node. */
    @WithDefault("100")
    int uploads();

    /** Open uploads of one owner on one node. */
    @WithDefault("20")
    int uploadsPerKey();

    /** Maximum size of a request body. */
    @WithDefault("${quarkus.http.limits.max-body-size}")
    MemorySize bodyLimit();
}
