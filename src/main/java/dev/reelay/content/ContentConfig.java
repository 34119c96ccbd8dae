package dev.reelay.content;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The settings of downloads. */
@ConfigMapping(prefix = "reelay.content")
interface ContentConfig {
    /** How long a download may go without a single byte moving. There is no limit on its whole time. */
    @WithDefault("60s")
    Duration idleTimeout();
}
