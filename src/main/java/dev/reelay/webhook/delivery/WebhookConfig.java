package dev.reelay.webhook.delivery;

import java.time.Duration;
import java.util.List;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import dev.reelay.outbound.UrlPolicyConfig;

/** The settings of webhooks. */
@ConfigMapping(prefix = "reelay.webhooks")
public interface WebhookConfig extends UrlPolicyConfig {
    /** The delay before each retry of a delivery, counted from the try before it. After the last one the delivery fails. */
    @WithDefault("5s,5m,30m,2h,5h,10h,14h")
    List<Duration> retries();

    /** The time for which events and their deliveries are kept. */
    @WithDefault("7d")
    Duration retention();
}
