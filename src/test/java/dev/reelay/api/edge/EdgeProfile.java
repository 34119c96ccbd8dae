package dev.reelay.api.edge;

import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

import dev.reelay.testing.TestCertificate;
import dev.reelay.testing.TestDatabase;

/** Short time limits and few connections. */
public final class EdgeProfile implements QuarkusTestProfile {
    static final int CONNECTIONS = 40;
    static final int BAD_KEYS = 5;

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("quarkus.http.ssl.certificate.key-store-file", TestCertificate.create().toString(),
                "quarkus.http.ssl.certificate.key-store-password", TestCertificate.PASSWORD, "quarkus.http.test-ssl-port", "0");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(TestDatabase.class, Map.of(
                "reelay.api.head-timeout", "2s",
                "reelay.api.body-timeout", "2s",
                "reelay.api.keep-alive-timeout", "3s",
                "reelay.content.idle-timeout", "1s",
                "reelay.progress.stuck-timeout", "1s",
                "reelay.access.bad-keys-per-minute", String.valueOf(BAD_KEYS),
                "reelay.api.connections", String.valueOf(CONNECTIONS),
                "reelay.api.connections-per-client", String.valueOf(CONNECTIONS))));
    }
}
