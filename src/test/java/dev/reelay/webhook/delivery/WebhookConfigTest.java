package dev.reelay.webhook.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;

import dev.reelay.outbound.PortRange;

class WebhookConfigTest {
    @Test
    void defaultsAreStrict() {
        WebhookConfig config = read(Map.of());

        assertThat(config.policy().allowHttp()).isFalse();
        assertThat(config.policy().allowPrivate()).isFalse();
        assertThat(config.ports()).containsExactly(new PortRange(443, 443), new PortRange(80, 80), new PortRange(1024, 65535));
        assertThat(config.retries()).hasSize(7).startsWith(Duration.ofSeconds(5)).endsWith(Duration.ofHours(14));
        assertThat(config.retention()).isEqualTo(Duration.ofDays(7));
    }

    @Test
    void valuesReplaceTheDefaults() {
        WebhookConfig config = read(Map.of("reelay.webhooks.ports", "8443, 9000-9001", "reelay.webhooks.retries", "1s",
                "reelay.webhooks.allow-http", "true", "reelay.webhooks.allow-private", "true"));

        assertThat(config.ports()).containsExactly(new PortRange(8443, 8443), new PortRange(9000, 9001));
        assertThat(config.retries()).containsExactly(Duration.ofSeconds(1));
        assertThat(config.policy().allowHttp()).isTrue();
        assertThat(config.policy().allowPrivate()).isTrue();
    }

    private static WebhookConfig read(Map<String, String> values) {
        return new SmallRyeConfigBuilder().withMapping(WebhookConfig.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .withSources(new PropertiesConfigSource(values, "test", 100)).build().getConfigMapping(WebhookConfig.class);
    }
}
