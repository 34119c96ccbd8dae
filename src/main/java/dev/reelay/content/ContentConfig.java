package dev.reelay.content;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The settings of downloads. */
@ConfigMapping(prefix = "reelay.content")
interface ContentConfig {
    /** The time without a moved byte after which a download is aborted. The whole download has no time limit. */
    @WithDefault("60s")
    Duration idleTimeout();
}
