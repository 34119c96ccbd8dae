package dev.reelay.api;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

@ConfigMapping(prefix = "reelay.progress")
interface SseConfig {
    /** How often an event stream carries a comment, for the intermediaries that cut silent ones. */
    @WithDefault("15s")
    Duration heartbeat();

    /** Open event streams of one key on one node. */
    @WithDefault("1000")
    int streamsPerKey();

    /** The longest that a stream lasts; each ends somewhere in the last fifth of it, so that not all come back at once. */
    @WithDefault("1h")
    Duration maxLifetime();

    /** A reader that takes nothing for so long is cut. */
    @WithDefault("30s")
    Duration stuckTimeout();
}
