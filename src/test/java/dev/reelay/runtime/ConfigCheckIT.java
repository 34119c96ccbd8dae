package dev.reelay.runtime;

import static dev.reelay.testing.Waits.LIMIT;
import static dev.reelay.testing.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

import dev.reelay.testing.NeedsEmbeddedDatabase;
import dev.reelay.testing.Program;
import dev.reelay.testing.Slow;

/** The packaged program rejects an invalid configuration before it creates any file. */
@Slow
class ConfigCheckIT {

    private static final Map<String, String> OLD_VALUES = Map.of("reelay.upstream.set-aside", "7m",
            "reelay.content.archive", "disk", "reelay.content.archive-directory", "elsewhere",
            "reelay.content.archive-bucket", "videos", "reelay.content.archive-retention", "1h",
            "reelay.content.archive-size", "1M", "reelay.content.archive-heartbeat", "2s",
            "reelay.content.archive-retry", "3s", "reelay.content.archive-sweep", "4s");

    private String name;
    private Path home;

    @BeforeEach
    void emptyHome(TestInfo test) throws Exception {
        name = test.getTestMethod().orElseThrow().getName();
        home = Program.emptyHome(test);
    }

    @Test
    void invalidValuesEndStartWithOneLineEach() throws Exception {
        refuses(Map.of("REELAY_PIPELINE_DEADLINE", "soon", "REELAY_UPSTREAM_REQUESTS_PER_MINUTE", "-1",
                "REELAY_UPSTREAM_URL", "not a url", "REELAY_UPSTREAM_API_KEY", "sk-upstream", "REELAY_ARCHIVE_TYPE", "tape",
                "REELAY_PIPELINE_LEESE", "5s"),
                "REELAY_PIPELINE_LEESE is not a setting of Reelay",
                "Invalid value \"not a url\" for reelay.upstream.url: expected an absolute http or https URL",
                "Invalid value \"-1\" for reelay.upstream.requests-per-minute: expected a whole number of at least 0",
                "Invalid value \"soon\" for reelay.pipeline.deadline: expected a duration of at least 1ms,"
                        + " such as 500ms, 30s, 10m, 1h or 30d",
                "Invalid value \"tape\" for reelay.archive.type: expected none, disk or s3");
    }

    @Test
    void upstreamWithoutAccountEndsStart() throws Exception {
        refuses(Map.of("REELAY_UPSTREAM_URL", "http://127.0.0.1:9"),
                "reelay.upstream.url is set, but no account: set reelay.upstream.api-key,"
                        + " or reelay.upstream.accounts.<name>.api-key for each of several");
    }

    @Test
    void s3ArchiveWithoutBucketEndsStart() throws Exception {
        refuses(Map.of("REELAY_ARCHIVE_TYPE", "s3"),
                "reelay.archive.type is \"s3\", but reelay.archive.bucket is not set");
    }

    @Test
    @NeedsEmbeddedDatabase
    void oldKeysInEnvironmentAreReadWithWarning() throws Exception {
        Map<String, String> environment = new HashMap<>();
        OLD_VALUES.forEach((key, value) -> environment.put(ConfigKey.variable(key), value));
        startsWithWarnings(List.of(), environment);
    }

    @Test
    @NeedsEmbeddedDatabase
    void oldKeysAsPropertiesAreReadWithWarning() throws Exception {
        startsWithWarnings(OLD_VALUES.entrySet().stream().map(entry -> "-D" + entry.getKey() + "=" + entry.getValue()).toList(),
                Map.of());
    }

    private void startsWithWarnings(List<String> options, Map<String, String> environment) throws Exception {
        assertThat(OLD_VALUES).containsOnlyKeys(ConfigAliases.OLD_NAMES.values());
        home = Program.preparedHome(name);
        try (Program program = Program.start(Program.quickStart(options), home, "old", environment).awaitReady()) {
            assertThat(program.errors().lines()).hasSameSizeAs(OLD_VALUES.keySet())
                    .allMatch(line -> line.contains(" is now called "));
            await().untilAsserted(() -> assertThat(home.resolve("elsewhere")).isDirectory());
        }
    }

    private void refuses(Map<String, String> settings, String... lines) throws Exception {
        try (Program program = Program.start(Program.quickStart(List.of()), home, "refused", settings)) {
            assertThat(program.awaitExit(LIMIT)).isEqualTo(1);
            assertThat(program.errors().lines()).containsExactly(lines);
            assertThat(program.output()).isEmpty();
            assertThat(program.data()).isEmptyDirectory();
        }
    }
}
