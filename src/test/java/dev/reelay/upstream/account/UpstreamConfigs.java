package dev.reelay.upstream.account;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;

/** Configurations of upstreams for plain tests. */
public final class UpstreamConfigs {
    private UpstreamConfigs() {
    }

    /** Returns a configuration with these keys below {@code reelay.upstream}. */
    public static UpstreamConfig of(Map<String, String> upstream) {
        Map<String, String> properties = new HashMap<>(Map.of("reelay.upstream.sandbox.api-key", "sk-sandbox",
                "reelay.upstream.sandbox.models", "sora-2", "reelay.upstream.sandbox.requests-per-minute", "600",
                "reelay.upstream.sandbox.poll-interval", "1s",
                "reelay.upstream.sandbox.idempotent-creates", "true"));
        upstream.forEach((key, value) -> properties.put("reelay.upstream." + key, value));
        return new SmallRyeConfigBuilder().withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(UpstreamConfig.class).withSources(new PropertiesConfigSource(properties, "settings", 300)).build()
                .getConfigMapping(UpstreamConfig.class);
    }
}
