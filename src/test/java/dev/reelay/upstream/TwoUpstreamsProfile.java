package dev.reelay.upstream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

import dev.reelay.upstream.MeteredUpstream.Terms;

/**
 * Runs Reelay with the accounts {@code default} and {@code b} at a {@link FaultUpstream} that honours idempotency keys, and
 * the account {@code c} at a {@link MeteredUpstream} with settings and a model of its own. It has a public URL.
 */
public final class TwoUpstreamsProfile implements QuarkusTestProfile {
    public static final String PUBLIC_URL = "https://reelay.example";
    public static final String KEY_OF_C = "sk-account-c";
    private static final int PER_MINUTE = 50;

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new HashMap<>(new FaultyUpstreamProfile().getConfigOverrides());
        settings.put("reelay.public-url", PUBLIC_URL + "/");
        settings.putAll(Map.of(
                "reelay.upstream.idempotent-creates", "true",
                "reelay.upstream.accounts.b.api-key", "sk-b",
                "reelay.upstream.accounts.c.api-key", KEY_OF_C,
                "reelay.upstream.accounts.c.dialect", "sora",
                "reelay.upstream.accounts.c.models", "sora-2-pro",
                "reelay.models.file", "src/test/resources/two-upstreams.yaml",
                "reelay.upstream.accounts.c.requests-per-minute", String.valueOf(PER_MINUTE),
                "reelay.upstream.accounts.c.concurrent-videos", "2",
                "reelay.upstream.accounts.c.poll-interval", "125ms",
                "reelay.upstream.accounts.c.idempotent-creates", "false"));
        return settings;
    }

    @Override
    public List<TestResourceEntry> testResources() {
        List<TestResourceEntry> resources = new ArrayList<>(new FaultyUpstreamProfile().testResources());
        resources.add(new TestResourceEntry(OtherUpstream.class));
        return resources;
    }

    public static final class OtherUpstream extends MeteredUpstreamResource {
        public OtherUpstream() {
            super("reelay.upstream.accounts.c.url", new Terms(PER_MINUTE, 2, Duration.ofMillis(500), Duration.ZERO, false));
        }
    }
}
