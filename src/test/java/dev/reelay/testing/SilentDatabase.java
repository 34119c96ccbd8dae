package dev.reelay.testing;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager.TestInjector.MatchesType;

/**
 * The database of the tests behind a network that can drop all traffic: new connections get no response, and open ones stay
 * silent for ever. The test gets this object in a field.
 */
public final class SilentDatabase implements QuarkusTestResourceLifecycleManager {
    private static final String URL = "quarkus.datasource.reactive.url";

    private final TestDatabase database = new TestDatabase();
    private FaultProxy network;

    public void silence() {
        network.forget();
    }

    /** Forwards new connections again. */
    public void answer() {
        network.lift();
    }

    @Override
    public Map<String, String> start() {
        Map<String, String> config = new HashMap<>(database.start());
        network = FaultProxy.to("localhost", URI.create(config.get(URL)).getPort());
        config.put(URL, "postgresql://localhost:" + network.port() + "/postgres");
        config.put("reelay.database.timeout", "8s");
        return config;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new MatchesType(SilentDatabase.class));
    }

    @Override
    public void stop() {
        network.close();
        database.stop();
    }
}
