package dev.reelay.runtime;

import static org.assertj.core.api.Assertions.assertThat;

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
            "reelay.sandbox.enabled | perhaps | true or false"
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
            "reelay.access.keys | sk-a, alice:sk-b",
            "reelay.public-url | https://video.example.com/sora",
            "reelay.public-url | http://my_host:8080",
            "reelay.archive.type | disk",
            "reelay.archive.type | NONE",
            "reelay.archive.max-size | 500M",
            "reelay.traces.ratio | 0.25",
            "reelay.sandbox.enabled | False"
    })
    void validValueIsAccepted(String key, String value) {
        assertThat(problems(Map.of(key, value))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({ "hidden", ":sk-hidden", "'sk-a,alice:hidden'", "sk-hidden:x" })
    void invalidApiKeyIsNotPrinted(String keys) {
        assertThat(problems(Map.of("reelay.access.keys", keys))).containsExactly("Invalid value for reelay.access.keys:"
                + " expected a comma-separated list of keys like sk-abc or name:sk-abc");
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
    void accountFromEnvironmentIsAccepted() {
        Config config = new SmallRyeConfigBuilder().withSources(new EnvConfigSource(
                Map.of("REELAY_UPSTREAM_URL", "https://api.example.com", "REELAY_UPSTREAM_ACCOUNTS_A_API_KEY", "sk-1"), 300))
                .build();
        assertThat(new ConfigCheck(config).problems()).isEmpty();
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
                "REELAY_UPSTREAM_ACCOUNTS_B_C_API_KEY")))
                .containsExactly("REELAY_PIPELINE_DEADLNE", "REELAY_UPSTREAM_ACCOUNTS_B_C_API_KEY");
    }

    private static List<String> problems(Map<String, String> settings) {
        return new ConfigCheck(new SmallRyeConfigBuilder().addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(settings, "settings", 300)).build()).problems();
    }
}
