package dev.reelay.telemetry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

@ConfigMapping(prefix = "reelay.metrics")
interface MetricsConfig {
    /** Whether the metric of costs names the owner of the videos. Each owner that there is adds series. */
    @WithDefault("false")
    boolean ownerLabel();
}
