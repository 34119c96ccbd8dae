package dev.reelay.access;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

@ConfigMapping(prefix = "reelay.access")
interface AccessConfig {
    /** The API keys, each {@code sk-…} or {@code name:sk-…}. Without any, one is generated at the first start. */
    Optional<List<String>> keys();

    /** How many videos a key may create in any 60 seconds, on all nodes together. */
    @WithDefault("10")
    int createsPerMinute();

    /** How many videos of a key may be open at once, on all nodes together. */
    @WithDefault("5")
    int concurrentVideos();

    /** How many other requests a key may send per minute to one node. */
    @WithDefault("600")
    int readsPerMinute();

    /** How long a ticket for a browser is valid. */
    @WithDefault("15m")
    Duration ticketValidity();
}
