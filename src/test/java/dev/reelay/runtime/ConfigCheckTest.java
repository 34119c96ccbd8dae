package dev.reelay.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;

/** The errors that the start reports about the configuration. */
class ConfigCheckTest {
    @Test
    void emptyConfigurationIsValid() {
        assertThat(problems(Map.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "reelay.pipeline.deadline | soon | a duration of at least 1ms, such as 500ms, 30s, 10m, 1h or 30d",
            "reelay.pipeline.deadline | 0s | a duration of at least 1ms, such as 500ms, 30s, 10m, 1h or 30d",
            "reelay.pipeline.heartbeat | -2s | a duration of at least 1ms, such as 500ms, 30s, 10m, 1h or 30d",
            "reelay.pipeline.retention | '' | a duration of at least 1ms, such as 500ms, 30s, 10m, 1h or 30d",
            "reelay.data-dir | '' | a non-empty text",
            "reelay.upstream.requests-per-minute | -1 | a whole number of at least 0",
            "reelay.upstream.concurrent-videos | 0 | a whole number of at least 1",
            "reelay.access.creates-per-minute | 1.5 | a whole number of at least 1",
            "reelay.access.reads-per-minute | 3000000000 | a whole number of at least 1",
            "reelay.public-url | not a url | an absolute http or https URL",
            "reelay.public-url | example.com | an absolute http or https URL",
            "reelay.public-url | //example.com/ | an absolute http or https URL",
            "reelay.public-url | ftp://example.com | an absolute http or https URL",
            "reelay.archive.type | tape | none, disk or s3",
            "reelay.archive.max-size | plenty | a size of at least 1 byte, such as 500M or 10G",
            "reelay.traces.ratio | 2 | a number from 0 to 1, such as 0.1",
            "otel.exporter.otlp.endpoint | localhost:4318 | an absolute http or https URL",
            "reelay.sandbox.enabled | perhaps | true or false",
            "reelay.webhooks.retries | '' | a comma-separated list of durations like 5s,5m",
            "reelay.webhooks.retries | 5s,,5m | a comma-separated list of durations like 5s,5m",
            "reelay.webhooks.retries | 5s,soon | a comma-separated list of durations like 5s,5m",
            "reelay.webhooks.allow-http | perhaps | true or false",
            "reelay.webhooks.ports | '' | a comma-separated list of ports and ranges like 443,1024-65535",
            "reelay.webhooks.ports | 443,http | a comma-separated list of ports and ranges like 443,1024-65535",
            "reelay.api.image-urls.ports | 443, | a comma-separated list of ports and ranges like 443,1024-65535",
            "reelay.api.image-urls.ports | 90-80 | a comma-separated list of ports and ranges like 443,1024-65535"
    })
    void invalidValueIsReportedWithKeyAndExpectedForm(String key, String value, String allowed) {
        assertThat(problems(Map.of(key, value)))
                .containsExactly("Invalid value \"%s\" for %s: expected %s".formatted(value, key, allowed));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "reelay.pipeline.deadline | PT10M",
            "reelay.pipeline.retention | 30d",
            "reelay.upstream.poll-interval | ''",
            "reelay.upstream.requests-per-minute | 0",
            "reelay.access.keys | sk-a, alice:sk-b, bob:shop:sk-c, a@b:sk-d:e",
            "reelay.access.admin-keys | sk-admin-a, ops:sk-admin-b, on-call:sk-admin-c:d",
            "reelay.public-url | https://video.example.com/sora",
            "reelay.public-url | http://my_host:8080",
            "reelay.archive.type | disk",
            "reelay.archive.type | NONE",
            "reelay.archive.max-size | 500M",
            "reelay.traces.ratio | 0.25",
            "reelay.sandbox.enabled | False",
            "reelay.webhooks.retries | 5s, 5m",
            "reelay.webhooks.ports | 443, 1024 - 65535"
    })
    void validValueIsAccepted(String key, String value) {
        assertThat(problems(Map.of(key, value))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({ "hidden", ":sk-hidden", "'sk-a,alice:hidden'", "sk-hidden:x", "alice::sk-hidden", "a:b:c:sk-hidden",
            "alice:owner:hidden" })
    void invalidApiKeyIsNotPrinted(String keys) {
        assertThat(problems(Map.of("reelay.access.keys", keys))).containsExactly("Invalid value for reelay.access.keys:"
                + " expected a comma-separated list of keys like sk-abc, name:sk-abc or name:owner:sk-abc");
    }

    @ParameterizedTest
    @CsvSource({ "hidden", "sk-hidden", ":sk-admin-hidden", "ops:sk-hidden", "sk-admin-hidden:x", "a:b:sk-admin-hidden",
            "sk-admin-hidden:sk-admin-x" })
    void invalidAdminKeyIsNotPrinted(String keys) {
        assertThat(problems(Map.of("reelay.access.admin-keys", keys)))
                .containsExactly("Invalid value for reelay.access.admin-keys:"
                        + " expected a comma-separated list of keys like sk-admin-abc or ops:sk-admin-abc");
    }

    @Test
    void keyOfCallerAndAdministratorIsInvalid() {
        assertThat(problems(Map.of("reelay.access.keys", "sk-a,alice:sk-admin-b", "reelay.access.admin-keys",
                "ops:sk-admin-c, sk-admin-b"))).singleElement().asString().startsWith("reelay.access.admin-keys has a key of")
                .doesNotContain("sk-");
        assertThat(problems(Map.of("reelay.access.keys", "sk-a", "reelay.access.admin-keys", "ops:sk-admin-c"))).isEmpty();
    }

    @Test
    void allInvalidValuesAreReportedAtOnce() {
        assertThat(problems(Map.of("reelay.sandbox.renders", "none", "reelay.sandbox.expiry", "never"))).hasSize(2);
    }

    @Test
    void upstreamWithoutAccountIsInvalid() {
        assertThat(problems(Map.of("reelay.upstream.url", "https://api.example.com", "reelay.upstream.api-key", "")))
                .singleElement().asString().startsWith("reelay.upstream.url is set, but no account");
        Stream.of("reelay.upstream.api-key", "reelay.upstream.accounts.a.api-key", "reelay.upstream.accounts.\"b.c\".api-key")
                .forEach(key -> assertThat(problems(
                        Map.of("reelay.upstream.url", "https://api.example.com", key, "sk-1"))).as(key).isEmpty());
    }

    @Test
    void valueOfAnAccountIsCheckedUnderItsName() {
        Map<String, String> valid = Map.of("reelay.upstream.accounts.a.api-key", "sk-1", "reelay.upstream.accounts.a.url",
                "https://api.example.com", "reelay.upstream.accounts.a.dialect", "sora",
                "reelay.upstream.accounts.a.requests-per-minute", "0", "reelay.upstream.accounts.a.concurrent-videos", "1",
                "reelay.upstream.accounts.a.poll-interval", "5s", "reelay.upstream.accounts.a.idempotent-creates", "true");
        assertThat(problems(valid)).isEmpty();
        Map.of("api-key", "", "url", "no url", "dialect", "klingon", "requests-per-minute", "-1", "concurrent-videos", "0",
                "poll-interval", "soon", "idempotent-creates", "perhaps").forEach((key, value) -> {
                    Map<String, String> settings = new HashMap<>(valid);
                    settings.put("reelay.upstream.accounts.a." + key, value);
                    assertThat(problems(settings)).as(key).singleElement().asString()
                            .startsWith(
                                    "Invalid value \"%s\" for reelay.upstream.accounts.a.%s: expected ".formatted(value, key));
                });
    }

    @Test
    void accountOfAnotherDialectNeedsNoUrlAndTakesNoSettingOfSora() {
        Map<String, String> fal = Map.of("reelay.upstream.accounts.f.api-key", "id:secret",
                "reelay.upstream.accounts.f.dialect", "fal");
        assertThat(problems(fal)).isEmpty();
        Map.of("idempotent-creates", "true", "key-header", "api-key", "query", "a=b").forEach((ending, value) -> {
            Map<String, String> settings = new HashMap<>(fal);
            settings.put("reelay.upstream.accounts.f." + ending, value);
            assertThat(problems(settings)).containsExactly("reelay.upstream.accounts.f." + ending
                    + " is set, but it is for the dialect sora only");
        });
    }

    @Test
    void accountNeedsKeyAndUrl() {
        assertThat(problems(Map.of("reelay.upstream.accounts.a.api-key", "sk-1"))).containsExactly("The upstream account a has"
                + " no URL: set reelay.upstream.accounts.a.url, or reelay.upstream.url for all accounts");
        assertThat(problems(Map.of("reelay.upstream.accounts.a.url", "https://api.example.com"))).containsExactly(
                "The upstream account a has no key: set reelay.upstream.accounts.a.api-key");
        assertThat(problems(Map.of("reelay.upstream.api-key", "sk-1", "reelay.upstream.accounts.a.api-key", "sk-2",
                "reelay.upstream.accounts.a.url", "https://api.example.com")))
                .containsExactly("reelay.upstream.api-key is set, but reelay.upstream.url is not");
    }

    @Test
    void accountFromEnvironmentIsAccepted() {
        Config config = new SmallRyeConfigBuilder().withSources(new EnvConfigSource(
                Map.of("REELAY_UPSTREAM_URL", "https://api.example.com", "REELAY_UPSTREAM_ACCOUNTS_A_API_KEY", "sk-1"), 300))
                .build();
        assertThat(new ConfigCheck(config).problems()).isEmpty();
        Config wrong = new SmallRyeConfigBuilder().withSources(new EnvConfigSource(
                Map.of("REELAY_UPSTREAM_ACCOUNTS_A_API_KEY", "sk-1", "REELAY_UPSTREAM_ACCOUNTS_A_URL", "https://a.b",
                        "REELAY_UPSTREAM_ACCOUNTS_A_POLL_INTERVAL", "soon"),
                300))
                .build();
        assertThat(new ConfigCheck(wrong).problems()).singleElement().asString()
                .startsWith("Invalid value \"soon\" for reelay.upstream.accounts.a.poll-interval: expected ");
    }

    @Test
    void s3ArchiveWithoutBucketIsInvalid() {
        assertThat(problems(Map.of("reelay.archive.type", "s3")))
                .containsExactly("reelay.archive.type is \"s3\", but reelay.archive.bucket is not set");
        assertThat(problems(Map.of("reelay.archive.type", "s3", "reelay.archive.bucket", "videos"))).isEmpty();
    }

    @Test
    void unknownEnvironmentVariableIsReported() {
        assertThat(ConfigCheck.unknown(List.of("REELAY_PIPELINE_DEADLNE", "REELAY_PIPELINE_DEADLINE", "REELAY_KEY", "PATH",
                "REELAY_UPSTREAM_ACCOUNTS_A_API_KEY", "REELAY_UPSTREAM_ACCOUNTS__B_C__API_KEY",
                "REELAY_UPSTREAM_ACCOUNTS_A_POLL_INTERVAL", "REELAY_UPSTREAM_ACCOUNTS_A_POLL_INTERVALL",
                "REELAY_UPSTREAM_ACCOUNTS_B_C_API_KEY")))
                .containsExactly("REELAY_PIPELINE_DEADLNE", "REELAY_UPSTREAM_ACCOUNTS_A_POLL_INTERVALL",
                        "REELAY_UPSTREAM_ACCOUNTS_B_C_API_KEY");
    }

    private static List<String> problems(Map<String, String> settings) {
        return new ConfigCheck(new SmallRyeConfigBuilder().addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(settings, "settings", 300)).build()).problems();
    }
}
