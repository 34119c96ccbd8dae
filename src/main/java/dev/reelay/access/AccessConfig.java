package dev.reelay.access;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

@ConfigMapping(prefix = "reelay.access")
interface AccessConfig {
    /**
     * API keys of clients, each {@code sk-…}, {@code name:sk-…} or {@code name:owner:sk-…}. Without any, the first start
     * generates one.
     */
    Optional<List<String>> keys();

    /**
     * Keys of administrators, each {@code sk-admin-…} or {@code name:sk-admin-…}. Without any, there are no {@code /admin}
     * paths.
     */
    Optional<List<String>> adminKeys();

    /** Maximum number of creates of one owner in any 60 seconds, over all nodes. */
    @WithDefault("10")
    int createsPerMinute();

    /** Maximum number of open videos of one owner, over all nodes. */
    @WithDefault("5")
    int concurrentVideos();

    /** Maximum number of other requests of one owner per minute, on each node. */
    @WithDefault("600")
    int readsPerMinute();

    /** Number of invalid keys and tickets of one address per minute, on each node; further ones are 429 instead of 401. */
    @WithDefault("60")
    int badKeysPerMinute();

    /** Lifetime of a ticket. */
    @WithDefault("15m")
    Duration ticketValidity();
}
