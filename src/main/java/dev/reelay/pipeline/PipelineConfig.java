package dev.reelay.pipeline;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

@ConfigMapping(prefix = "reelay.pipeline")
interface PipelineConfig {
    /** How long a video may take, from its acceptance by the upstream; then it fails as {@code generation_timeout}. */
    @WithDefault("10m")
    Duration deadline();

    /** How often a node says that it lives, and looks for videos that nobody leads. */
    @WithDefault("2s")
    Duration heartbeat();

    /** How long a settled video is remembered. */
    @WithDefault("30d")
    Duration retention();

    /** How long after its last sign of life a node's videos are free: the next heartbeat of another takes them over. */
    @WithDefault("6s")
    Duration lease();
}
