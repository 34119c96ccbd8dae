package dev.reelay.upstream.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.reelay.upstream.dialect.UpstreamException;

class AccountRegistryTest {
    private static final Map<String, String> GENERAL = Map.of("url", "https://api.example.com/", "api-key", "sk-default",
            "requests-per-minute", "60", "concurrent-videos", "7", "poll-interval", "20s", "idempotent-creates", "true");

    @Test
    void sandboxIsTheOnlyAccountWithoutAnUpstream() {
        AccountRegistry registry = registry(Map.of());

        assertThat(registry.isSandbox()).isTrue();
        assertThat(registry.names()).containsExactly("sandbox");
        AccountSettings sandbox = registry.get("sandbox");
        assertThat(sandbox.account().url()).hasToString("http://localhost:8123/sandbox");
        assertThat(sandbox.pollInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(sandbox.requestsPerMinute()).isEqualTo(600);
        assertThat(sandbox.idempotentCreates()).isTrue();
    }

    @Test
    void shortFormIsTheAccountDefaultWithTheGeneralSettings() {
        AccountSettings settings = registry(GENERAL).get("default");

        assertThat(settings.account().url()).hasToString("https://api.example.com");
        assertThat(settings.account().apiKey()).isEqualTo("sk-default");
        assertThat(settings.dialect()).isEqualTo("sora");
        assertThat(settings.requestsPerMinute()).isEqualTo(60);
        assertThat(settings.concurrentVideos()).isEqualTo(7);
        assertThat(settings.pollInterval()).isEqualTo(Duration.ofSeconds(20));
        assertThat(settings.idempotentCreates()).isTrue();
    }

    @Test
    void settingsOfAnAccountPrecedeTheGeneralOnes() {
        Map<String, String> settings = new HashMap<>(GENERAL);
        settings.putAll(Map.of("accounts.b.api-key", "sk-b", "accounts.b.url", "http://b.example.com/base/",
                "accounts.b.requests-per-minute", "0", "accounts.b.concurrent-videos", "1", "accounts.b.poll-interval", "5s",
                "accounts.b.idempotent-creates", "false", "accounts.c.api-key", "sk-c"));
        AccountRegistry registry = registry(settings);

        AccountSettings b = registry.get("b");
        assertThat(registry.names()).containsExactly("b", "c", "default");
        assertThat(registry.isSandbox()).isFalse();
        assertThat(b.account().url()).hasToString("http://b.example.com/base");
        assertThat(b.requestsPerMinute()).isZero();
        assertThat(b.concurrentVideos()).isEqualTo(1);
        assertThat(b.idempotentCreates()).isFalse();
        assertThat(registry.get("c").account().url()).hasToString("https://api.example.com");
        assertThat(registry.get("c").concurrentVideos()).isEqualTo(7);
        assertThat(registry.shortestPollInterval()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void accountsWithUrlsOfTheirOwnNeedNoGeneralUrl() {
        AccountRegistry registry = registry(Map.of("accounts.a.api-key", "sk-a", "accounts.a.url", "https://a.example.com"));

        assertThat(registry.isSandbox()).isFalse();
        assertThat(registry.names()).containsExactly("a");
        assertThat(registry.get("a").pollInterval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(registry.get("a").requestsPerMinute()).isEqualTo(10);
    }

    @Test
    void accountWithoutAUrlIsInvalid() {
        assertThatIllegalArgumentException().isThrownBy(() -> registry(Map.of("accounts.a.api-key", "sk-a",
                "accounts.a.url", "https://a.example.com", "accounts.b.api-key", "sk-b"))).withMessageContaining("account b");
    }

    @Test
    void accountOfAnotherDialectHasItsProvidersUrlAndNoIdempotencyKey() {
        Map<String, String> settings = new HashMap<>(GENERAL);
        settings.putAll(Map.of("accounts.f.api-key", "id:secret", "accounts.f.dialect", "fal"));

        AccountSettings f = registry(settings).get("f");

        assertThat(f.account().url()).hasToString("https://fal.example.com");
        assertThat(f.idempotentCreates()).isFalse();
        assertThat(f.concurrentVideos()).isEqualTo(7);
        assertThat(registry(Map.of("accounts.f.api-key", "id:secret", "accounts.f.dialect", "fal")).isSandbox()).isFalse();
    }

    @Test
    void accountThatLeftTheConfigurationIsNamed() {
        assertThat(registry(GENERAL).find("old")).isEmpty();
        assertThatExceptionOfType(UpstreamException.class).isThrownBy(() -> registry(GENERAL).get("old"))
                .withMessage("account old is not configured any more");
    }

    static AccountRegistry registry(Map<String, String> upstream) {
        return new AccountRegistry(UpstreamConfigs.of(upstream), () -> 8123,
                Map.of("fal", URI.create("https://fal.example.com")));
    }
}
