package dev.reelay.upstream.provider;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;

import dev.reelay.testing.TestDatabase;

/**
 * Runs Reelay with one account at a fake of each provider. Each account is called like its dialect, but that of
 * {@link #AZURE}.
 */
public final class ProvidersProfile implements QuarkusTestProfile {
    /** The account at Azure, which speaks the dialect {@code sora} with another header and a query. */
    static final String AZURE = "azure";

    /** The fakes by dialect. */
    static final Map<String, Supplier<FakeProvider>> FAKES = new TreeMap<>(Map.of(
            "ark", FakeArk::new,
            "fal", FakeFal::new,
            "gemini", FakeGemini::new,
            "openrouter", FakeOpenRouter::new,
            "replicate", FakeReplicate::new,
            "runway", FakeRunway::new,
            "xai", FakeXai::new));

    private static final Map<String, FakeProvider> RUNNING = new TreeMap<>();

    /** Returns the running fake of an account. */
    static FakeProvider fake(String account) {
        return RUNNING.get(account);
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new HashMap<>(Map.of(
                "reelay.api.image-urls.allow-http", "true",
                "reelay.api.image-urls.allow-private", "true",
                "reelay.upstream.poll-interval", "50ms",
                "reelay.upstream.requests-per-minute", "0",
                "reelay.upstream.concurrent-videos", "50",
                "reelay.upstream.cooldown", "1s",
                "reelay.pipeline.heartbeat", "300ms",
                "reelay.models.file", "src/test/resources/providers.yaml"));
        FAKES.keySet().forEach(dialect -> {
            settings.put("reelay.upstream.accounts.%s.dialect".formatted(dialect), dialect);
            settings.put("reelay.upstream.accounts.%s.api-key".formatted(dialect), FakeProvider.KEY);
        });
        settings.put("reelay.upstream.accounts.azure.api-key", FakeProvider.KEY);
        settings.put("reelay.upstream.accounts.azure.key-header", "api-key");
        settings.put("reelay.upstream.accounts.azure.query", "api-version=preview");
        // With a further account, one without credit is in cooldown instead of failing its videos.
        settings.put("reelay.upstream.accounts.spare.api-key", FakeProvider.KEY);
        settings.put("reelay.upstream.accounts.spare.url", "http://127.0.0.1:1");
        return settings;
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(TestDatabase.class), new TestResourceEntry(Fakes.class));
    }

    public static final class Fakes implements QuarkusTestResourceLifecycleManager {
        @Override
        public Map<String, String> start() {
            Map<String, String> urls = new HashMap<>();
            FAKES.forEach((dialect, fake) -> RUNNING.put(dialect, fake.get()));
            RUNNING.put(AZURE, new FakeAzure());
            RUNNING.forEach((account, fake) -> urls.put("reelay.upstream.accounts.%s.url".formatted(account),
                    fake.url().toString()));
            return urls;
        }

        @Override
        public void stop() {
            RUNNING.values().forEach(FakeProvider::close);
            RUNNING.clear();
        }
    }
}
