package dev.reelay.webhook.delivery;

import java.time.Duration;
import java.util.List;

import dev.reelay.outbound.PortRange;

/** Settings of webhooks for tests. */
public final class WebhookConfigs {
    /** The defaults. */
    public static final WebhookConfig STRICT = new Values(false, false);
    /** Allows the receivers of tests. */
    public static final WebhookConfig OPEN = new Values(true, true);

    private WebhookConfigs() {
    }

    private record Values(boolean allowHttp, boolean allowPrivate) implements WebhookConfig {
        @Override
        public List<PortRange> ports() {
            return List.of(PortRange.parse("443"), PortRange.parse("80"), PortRange.parse("1024-65535"));
        }

        @Override
        public List<Duration> retries() {
            return List.of(Duration.ofSeconds(5), Duration.ofMinutes(5));
        }

        @Override
        public Duration retention() {
            return Duration.ofDays(7);
        }
    }
}
