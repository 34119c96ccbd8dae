package dev.reelay;

import static dev.reelay.testing.Api.as;
import static dev.reelay.testing.Api.awaitEnd;
import static dev.reelay.testing.Api.create;
import static dev.reelay.testing.Api.get;
import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.Waits.await;
import static dev.reelay.upstream.FaultUpstream.answer;
import static dev.reelay.upstream.FaultUpstream.completed;
import static dev.reelay.upstream.FaultUpstream.json;
import static dev.reelay.upstream.FaultUpstream.running;
import static dev.reelay.upstream.FaultUpstream.script;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;

import dev.reelay.content.DiskArchiveProfile;
import dev.reelay.docs.Documents;
import dev.reelay.testing.Metrics;
import dev.reelay.upstream.FaultUpstream.Script;

/** The metrics of videos, upstream and content. */
@QuarkusTest
@TestProfile(DiskArchiveProfile.class)
class MetricsTest {
    private static final String CLIP = "x".repeat(100_000);
    private static final String SETTLED = "reelay_videos_ended_total";

    @Inject
    Pool pool;

    private final String prompt = "prompt " + UUID.randomUUID();
    private final Script upstream = script(prompt);

    /** Waits for the end of other tests' videos, which would be counted here. */
    @BeforeEach
    void nothingElseRuns() {
        await().until(() -> pool.query("select from video where status not in ('COMPLETED', 'FAILED') or archive_due <= now()")
                .executeAndAwait().rowCount() == 0);
    }

    @Test
    void completedVideoIsMeasured() {
        upstream.status(running(10), completed()).content(answer(200, "video/mp4", CLIP));
        Metrics before = Metrics.read();

        String id = create(ALICE, prompt);
        awaitEnd(ALICE, id, "completed");
        await().until(() -> get(ALICE, id).getValue("expires_at") != null);
        as(ALICE).get("/v1/videos/" + id + "/content").then().statusCode(200);

        awaitGrowth(1, before, SETTLED, "status=\"completed\"", "reason=\"none\"", "account=\"default\"", "dialect=\"sora\"",
                "model=\"sora-2\"");
        awaitGrowth(1, before, "reelay_videos_wait_seconds_count");
        awaitGrowth(1, before, "reelay_videos_wait_seconds_bucket", "le=\"120.0\"");
        awaitGrowth(1, before, "reelay_videos_time_seconds_count", "status=\"completed\"");
        await().until(() -> grown(before, "reelay_videos_time_seconds_sum", "status=\"completed\"") > 0);
        awaitGrowth(1, before, "reelay_upstream_calls_total", "account=\"default\"", "dialect=\"sora\"", "operation=\"create\"",
                "outcome=\"http_2xx\"");
        awaitGrowth(1, before, "reelay_content_archive_total", "event=\"stored\"");
        awaitGrowth(CLIP.length(), before, "reelay_content_bytes_total", "source=\"archive\"");
    }

    @Test
    void passedThroughContentCountsAsUpstreamBytes() {
        upstream.content(answer(200, "image/png", CLIP));
        String id = create(ALICE, prompt);
        awaitEnd(ALICE, id, "completed");
        Metrics before = Metrics.read();

        as(ALICE).get("/v1/videos/" + id + "/content?variant=thumbnail").then().statusCode(200);

        awaitGrowth(CLIP.length(), before, "reelay_content_bytes_total", "source=\"upstream\"");
    }

    @Test
    void cancelledVideoCountsAsOneFailure() {
        upstream.status(running(10));
        String id = create(ALICE, prompt);
        // A create in flight would be counted by the next test.
        await().until(() -> get(ALICE, id).getString("status").equals("in_progress"));
        Metrics before = Metrics.read();

        for (int i = 0; i < 3; i++) {
            as(ALICE).post("/v1/videos/" + id + "/cancel").then().statusCode(200);
        }

        awaitGrowth(1, before, SETTLED, "status=\"failed\"", "reason=\"cancelled\"");
        awaitGrowth(1, before, "reelay_videos_time_seconds_count", "status=\"failed\"");
    }

    @Test
    void openVideosAreCountedByStatus() {
        String waiting = prompt + ", waiting";
        script(waiting).create(request -> request.response().setStatusCode(503).putHeader("Retry-After", "60").end("{}"));
        upstream.status(running(10));
        String inProgress = create(ALICE, prompt);
        String submitted = create(ALICE, waiting);

        await().until(() -> value("reelay_videos", "status=\"in_progress\"") == 1
                && value("reelay_videos", "status=\"submitted\"") == 1 && value("reelay_videos_longest_wait_seconds") > 0);

        for (String id : Set.of(inProgress, submitted)) {
            as(ALICE).post("/v1/videos/" + id + "/cancel").then().statusCode(200);
        }
        await().until(() -> value("reelay_videos") == 0 && value("reelay_videos_longest_wait_seconds") == 0);
    }

    @Test
    void repeatedReadIsServedFromMemory() {
        upstream.status(running(10));
        String id = create(ALICE, prompt);
        await().until(() -> get(ALICE, id).getInteger("progress") == 10);
        get(ALICE, id);
        Metrics before = Metrics.read();

        get(ALICE, id);
        get(ALICE, id);

        awaitGrowth(2, before, "reelay_progress_reads_total", "source=\"memory\"");
        as(ALICE).post("/v1/videos/" + id + "/cancel").then().statusCode(200);
        get(ALICE, id);
        await().until(() -> grown(before, "reelay_progress_reads_total", "source=\"row\"") > 0);
    }

    @Test
    void eachMetricHasADescription() {
        String id = create(ALICE, prompt);
        await().until(() -> !get(ALICE, id).getString("status").equals("submitted"));

        assertThat(Metrics.read().help()).filteredOn(line -> line.startsWith("# HELP reelay_")).hasSizeGreaterThan(20)
                .allMatch(line -> line.matches("# HELP \\w+ \\w.+"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "docker/alerts.yml", "docker/grafana/reelay.json" })
    void metricsOfAlertsAndDashboardExist(String file) throws IOException {
        upstream.content(answer(200, "video/mp4", CLIP)).status(json(404, "{}"), completed());
        awaitEnd(ALICE, create(ALICE, prompt), "completed");

        Set<String> watched = watched(Files.readString(Path.of(file)));
        assertThat(watched).hasSizeGreaterThan(10);
        await().untilAsserted(() -> assertThat(watched).isSubsetOf(told()));
    }

    @Test
    void operationsPageListsEachMetricWithItsLabels() throws IOException {
        upstream.content(answer(200, "video/mp4", CLIP));
        awaitEnd(ALICE, create(ALICE, prompt), "completed");

        Map<String, Set<String>> listed = Documents.rows(Documents.read(Path.of("docs", "operations.md")), "Metrics").stream()
                .collect(Collectors.toMap(row -> names(row.get(0)).iterator().next(), row -> names(row.get(1))));
        assertThat(listed).isEqualTo(Metrics.read().labels("reelay_"));
    }

    private static Set<String> names(String cell) {
        return Pattern.compile("`(\\w+)`").matcher(cell).results().map(name -> name.group(1)).collect(Collectors.toSet());
    }

    /** {@code up} is Prometheus's own. */
    private static Set<String> told() {
        Set<String> names = new TreeSet<>(Metrics.read().names());
        names.add("up");
        return names;
    }

    /** The words in expressions that are followed by neither a bracket, as functions are, nor are in braces, as labels are. */
    private static Set<String> watched(String file) {
        return Pattern.compile("(?m)\"?expr\"?: (\\|\\n(?: {10,}.*\\n)+|.*)").matcher(file).results()
                .map(found -> found.group(1).replace("\\\"", "\"").replaceAll("\\{[^}]*}", "")
                        .replaceAll("\\b(by|on|without|group_left|ignoring) ?\\([^)]*\\)", ""))
                .flatMap(expression -> Pattern.compile("\\b[a-z]+(_[a-z0-9]+)+\\b(?!\\()|\\bup\\b").matcher(expression)
                        .results())
                .map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    private static double value(String name, String... labels) {
        return Metrics.read().sum(name, labels);
    }

    /** Waits, because the program counts after it has stored or sent what it counts. */
    private static void awaitGrowth(double growth, Metrics before, String name, String... labels) {
        await().until(() -> grown(before, name, labels) == growth);
    }

    private static double grown(Metrics before, String name, String... labels) {
        return value(name, labels) - before.sum(name, labels);
    }
}
