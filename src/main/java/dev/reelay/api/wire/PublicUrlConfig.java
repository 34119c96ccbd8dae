package dev.reelay.api.wire;

import java.net.URI;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The address of this deployment as clients see it. */
@ConfigMapping(prefix = "reelay.api")
interface PublicUrlConfig {
    /** {@code reelay.public-url}: the base of URLs in responses; without it, the address that the request was sent to. */
    @WithDefault("${reelay.public-url:}")
    Optional<URI> publicUrl();
}
