package dev.reelay.webhook;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

import dev.reelay.upstream.FaultyUpstreamProfile;

/** Runs Reelay against a faulty upstream, with receivers of webhooks on this machine, and short delays between tries. */
public final class WebhooksProfile implements QuarkusTestProfile {
    private final FaultyUpstreamProfile upstream = new FaultyUpstreamProfile();

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> config = new HashMap<>(upstream.getConfigOverrides());
        config.putAll(Map.of("reelay.webhooks.allow-http", "true", "reelay.webhooks.allow-private", "true",
                "reelay.webhooks.retries", "100ms,100ms,100ms", "reelay.public-url", "https://reelay.example/"));
        return config;
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return upstream.testResources();
    }
}
