package dev.reelay.api;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

@ConfigMapping(prefix = "reelay.api")
interface ApiConfig {
    /** {@code reelay.public-url}: base of the {@code url} field, where it is not what the request was sent to. */
    Optional<URI> publicUrl();

    /** {@code reelay.progress.heartbeat}: how often a silent event stream carries a comment. */
    @WithDefault("15s")
    Duration heartbeat();
}
