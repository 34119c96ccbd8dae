package dev.reelay.api.sse;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

@ConfigMapping(prefix = "reelay.progress")
interface SseConfig {
    /** Interval of the heartbeat comments, which keep proxies from closing an idle stream. */
    @WithDefault("15s")
    Duration heartbeat();

    /** Maximum number of open event streams of one owner on one node. */
    @WithDefault("1000")
    int streamsPerKey();

    /** Maximum age of a stream. Each one ends at 80 to 100 % of it, so that clients do not reconnect all at once. */
    @WithDefault("1h")
    Duration maxLifetime();

    /** Time after which the stream of a client that reads nothing is closed. */
    @WithDefault("30s")
    Duration stuckTimeout();
}
