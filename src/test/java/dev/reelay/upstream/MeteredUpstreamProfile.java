package dev.reelay.upstream;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

import dev.reelay.testing.TestDatabase;
import dev.reelay.upstream.MeteredUpstream.Terms;

/** Runs Reelay with two accounts at a {@link MeteredUpstream}, which enforces its limits. */
public final class MeteredUpstreamProfile implements QuarkusTestProfile {
    static final int PER_MINUTE = 60;
    public static final int CONCURRENT = 5;
    public static final String A = "sk-account-a";
    public static final String B = "sk-account-b";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "reelay.upstream.accounts.a.api-key", A,
                "reelay.upstream.accounts.b.api-key", B,
                "reelay.upstream.requests-per-minute", String.valueOf(PER_MINUTE),
                "reelay.upstream.concurrent-videos", String.valueOf(CONCURRENT),
                "reelay.upstream.poll-interval", "500ms",
                "reelay.upstream.cooldown", "1h",
                "reelay.pipeline.heartbeat", "200ms");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(TestDatabase.class), new TestResourceEntry(Running.class));
    }

    public static final class Running extends MeteredUpstreamResource {
        public Running() {
            super("reelay.upstream.url", new Terms(PER_MINUTE, CONCURRENT, Duration.ofSeconds(2), Duration.ZERO, false));
        }
    }
}
