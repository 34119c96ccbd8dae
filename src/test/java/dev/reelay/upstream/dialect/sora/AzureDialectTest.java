package dev.reelay.upstream.dialect.sora;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

import dev.reelay.testing.Waits;
import dev.reelay.upstream.FaultyUpstreamProfile;
import dev.reelay.upstream.dialect.Account;

/** Tests the dialect of the contract with the header and the query of Azure. */
@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class AzureDialectTest extends SoraSamplesTest {
    @Override
    protected Account account(String url) {
        return new Account("a", () -> URI.create(url), KEY, "api-key", Optional.of("api-version=preview"),
                Duration.ofSeconds(30), Waits.LIMIT);
    }

    @Override
    protected void checkCreate(Received create) {
        assertThat(create.uri()).isEqualTo("/base/v1/videos?api-version=preview");
        assertThat(create.headers().get("api-key")).isEqualTo(KEY);
        assertThat(create.headers().contains("Authorization")).isFalse();
    }

    @Override
    protected void checkStatus(Received request) {
        assertThat(request.uri()).isEqualTo("/base/v1/videos/up%201%2F2?api-version=preview");
        assertThat(request.headers().get("api-key")).isEqualTo(KEY);
        assertThat(request.headers().contains("Authorization")).isFalse();
    }
}
