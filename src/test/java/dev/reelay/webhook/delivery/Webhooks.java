package dev.reelay.webhook.delivery;

import java.time.Duration;
import java.util.List;

import dev.reelay.outbound.PortRange;

/** Settings of webhooks for tests. */
record Webhooks(boolean allowHttp, boolean allowPrivate, List<PortRange> ports, List<Duration> retries, Duration retention)
        implements
            WebhookConfig {
    /** The defaults. */
    static final Webhooks STRICT = new Webhooks(false, false);
    /** Allows the receivers of tests. */
    static final Webhooks OPEN = new Webhooks(true, true);

    private Webhooks(boolean allowHttp, boolean allowPrivate) {
        this(allowHttp, allowPrivate,
                List.of(PortRange.parse("443"), PortRange.parse("80"), PortRange.parse("1024-65535")),
                List.of(Duration.ofSeconds(5)), Duration.ofDays(7));
    }
}
