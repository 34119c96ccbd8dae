package dev.reelay;

import static dev.reelay.testing.Waits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** The packaged program refuses what cannot be, before it makes anything. */
class ConfigCheckIT {

    private Path home;

    @BeforeEach
    void emptyHome(TestInfo test) throws Exception {
        home = Program.emptyHome(test);
    }

    @Test
    void wrongValuesEndTheStartWithALineEach() throws Exception {
        refuses(Map.of("REELAY_PIPELINE_DEADLINE", "soon", "REELAY_UPSTREAM_REQUESTS_PER_MINUTE", "-1",
                "REELAY_UPSTREAM_URL", "not a url", "REELAY_UPSTREAM_API_KEY", "sk-upstream", "REELAY_CONTENT_ARCHIVE", "tape",
                "REELAY_PIPELINE_LEESE", "5s"),
                "REELAY_PIPELINE_LEESE is not a setting of Reelay",
                "reelay.upstream.url is \"not a url\", but takes an absolute http or https url",
                "reelay.upstream.requests-per-minute is \"-1\", but takes a whole number, 0 or more",
                "reelay.pipeline.deadline is \"soon\", but takes a time of 1ms or more, such as 500ms, 30s, 10m, 1h or 30d",
                "reelay.content.archive is \"tape\", but takes none, disk or s3");
    }

    @Test
    void anUpstreamWithoutAnAccountEndsTheStart() throws Exception {
        refuses(Map.of("REELAY_UPSTREAM_URL", "http://127.0.0.1:9"),
                "reelay.upstream.url is set, but no account: set reelay.upstream.api-key,"
                        + " or reelay.upstream.accounts.<name>.api-key for each of several");
    }

    @Test
    void anArchiveInS3WithoutABucketEndsTheStart() throws Exception {
        refuses(Map.of("REELAY_CONTENT_ARCHIVE", "s3"),
                "reelay.content.archive is \"s3\", but reelay.content.archive-bucket is not set");
    }

    private void refuses(Map<String, String> settings, String... lines) throws Exception {
        try (Program program = Program.start(Packaged.command(List.of()), home, "refused", settings)) {
            assertThat(program.awaitExit(LIMIT)).isEqualTo(1);
            assertThat(program.errors().lines()).containsExactly(lines);
            assertThat(program.output()).isEmpty();
            assertThat(program.data()).isEmptyDirectory();
        }
    }
}
