package dev.reelay.pipeline;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

@ConfigMapping(prefix = "reelay.pipeline")
interface PipelineConfig {
    /** Returns the maximum time from the upstream's acceptance to the end; then it fails as {@code generation_timeout}. */
    @WithDefault("10m")
    Duration deadline();

    /** Returns the interval at which a node renews its lease and claims videos. */
    @WithDefault("2s")
    Duration heartbeat();

    /** Returns the age, counted from the create, at which a terminal video is deleted. */
    @WithDefault("30d")
    Duration retention();

    /** Returns the lifetime of a node's lease: after this time without a heartbeat, other nodes take over its videos. */
    @WithDefault("6s")
    Duration lease();
}
