package dev.reelay.upstream;

import java.util.Map;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager.TestInjector.MatchesType;

import dev.reelay.upstream.MeteredUpstream.Terms;

/** Runs a {@link MeteredUpstream}, sets a key of the configuration to its URL, and injects it into fields of tests. */
abstract class MeteredUpstreamResource implements QuarkusTestResourceLifecycleManager {
    private final String key;
    private final MeteredUpstream upstream;

    MeteredUpstreamResource(String key, Terms terms) {
        this.key = key;
        this.upstream = new MeteredUpstream(terms);
    }

    @Override
    public Map<String, String> start() {
        return Map.of(key, upstream.url());
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(upstream, new MatchesType(MeteredUpstream.class));
    }

    @Override
    public void stop() {
        upstream.close();
    }
}
