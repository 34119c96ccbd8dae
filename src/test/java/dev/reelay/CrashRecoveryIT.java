package dev.reelay;

import static dev.reelay.testing.Api.awaitEnd;
import static dev.reelay.testing.Api.create;
import static dev.reelay.testing.Api.get;
import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

import io.restassured.RestAssured;
import io.vertx.core.json.JsonObject;

import dev.reelay.testing.Program;
import dev.reelay.testing.TestDatabase;
import dev.reelay.upstream.MeteredUpstream;
import dev.reelay.upstream.MeteredUpstream.Sale;
import dev.reelay.upstream.MeteredUpstream.Terms;

/** Kills the packaged program repeatedly on the same data: no video is lost, and none is bought twice. */
@Tag("endurance")
class CrashRecoveryIT {
    private static final int CONCURRENT = 8;
    private static final int PLENTY = 100;
    private static final int KILLS = 6;

    private Path home;
    private MeteredUpstream upstream;
    private Program program;

    @BeforeEach
    void emptyHome(TestInfo test) throws IOException {
        home = Program.emptyHome(test);
    }

    @AfterEach
    void leaveNothing() throws InterruptedException {
        if (program != null) {
            program.close();
        }
        upstream.close();
        RestAssured.reset();
    }

    @Test
    void killedProgramCompletesEachVideoAndBuysItOnce() throws Exception {
        upstream = new MeteredUpstream(new Terms(Integer.MAX_VALUE, CONCURRENT, Duration.ofSeconds(3), Duration.ofMillis(300),
                true));
        long seed = Long.getLong("reelay.kill.seed", System.nanoTime());
        System.out.println("The moments of the kills: -Dreelay.kill.seed=" + seed);
        Random random = new Random(seed);
        start("first", true, CONCURRENT).awaitReady();
        List<String> ids = videos(30);

        for (int kill = 1; kill <= KILLS; kill++) {
            assertThat(program.runsFor(Duration.ofMillis(500 + random.nextInt(6000)))).isTrue();
            program.kill();
            start("after-kill-" + kill, true, CONCURRENT);
        }
        program.awaitReady().talkTo();

        for (int number = 0; number < ids.size(); number++) {
            awaitEnd(ALICE, ids.get(number), fails(number) ? "failed" : "completed");
        }
        assertThat(upstream.sales()).extracting(Sale::idempotencyKey).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(upstream.violations()).isEmpty();
        await().until(() -> leaders() == 0);
    }

    /** Kills the program during creates at an upstream without idempotency. */
    @Test
    void interruptedCreateWithoutIdempotencyIsNotRepeated() throws Exception {
        // An interrupted create keeps its slot for ten minutes, so the upstream has slots for all.
        upstream = new MeteredUpstream(new Terms(Integer.MAX_VALUE, PLENTY, Duration.ofSeconds(1), Duration.ofMillis(400),
                false));
        start("first", false, PLENTY).awaitReady();
        List<String> ids = new ArrayList<>();
        Set<String> interrupted = new HashSet<>();
        for (int kill = 1; kill <= 2; kill++) {
            ids.addAll(videos(6));
            await().pollInterval(Duration.ofMillis(5)).until(() -> upstream.unanswered() > 0);
            program.kill();
            interrupted.addAll(submitting());
            start("after-kill-" + kill, false, PLENTY).awaitReady().talkTo();
        }

        Map<String, JsonObject> ends = new HashMap<>();
        for (String id : ids) {
            ends.put(id, await().until(() -> get(ALICE, id), CrashRecoveryIT::hasEnded));
        }

        assertThat(interrupted).isNotEmpty();
        ends.forEach((id, end) -> assertThat(end.getString("status")).isEqualTo(interrupted.contains(id) ? "failed"
                : fails(ids.indexOf(id) % 6) ? "failed" : "completed"));
        assertThat(interrupted).allSatisfy(id -> {
            assertThat(ends.get(id).getString("error_code")).isEqualTo("upstream_error");
            assertThat(ends.get(id).getString("error")).contains("the upstream may have accepted it");
        });
        assertThat(upstream.sales()).extracting(Sale::idempotencyKey).doesNotHaveDuplicates();
        assertThat(leaders()).isZero();
    }

    private Program start(String run, boolean idempotent, int concurrent) throws IOException {
        program = Program.start(home, run, Map.ofEntries(
                Map.entry("REELAY_ACCESS_KEYS", TestDatabase.KEYS),
                Map.entry("REELAY_ACCESS_CREATES_PER_MINUTE", "1000"),
                Map.entry("REELAY_ACCESS_CONCURRENT_VIDEOS", "1000"),
                Map.entry("REELAY_ACCESS_READS_PER_MINUTE", "1000000"),
                Map.entry("REELAY_UPSTREAM_URL", upstream.url()),
                Map.entry("REELAY_UPSTREAM_API_KEY", "sk-upstream"),
                Map.entry("REELAY_UPSTREAM_REQUESTS_PER_MINUTE", "0"),
                Map.entry("REELAY_UPSTREAM_CONCURRENT_VIDEOS", String.valueOf(concurrent)),
                Map.entry("REELAY_UPSTREAM_POLL_INTERVAL", "300ms"),
                Map.entry("REELAY_UPSTREAM_IDEMPOTENT_CREATES", String.valueOf(idempotent)),
                Map.entry("REELAY_PIPELINE_LEASE", "1s"),
                Map.entry("REELAY_PIPELINE_HEARTBEAT", "200ms")));
        return program;
    }

    private List<String> videos(int count) {
        program.awaitReady().talkTo();
        return IntStream.range(0, count)
                .mapToObj(number -> create(ALICE, (fails(number) ? MeteredUpstream.FAILING : "") + " a dog, number " + number))
                .toList();
    }

    private static boolean fails(int number) {
        return number % 5 == 4;
    }

    private static boolean hasEnded(JsonObject video) {
        return List.of("completed", "failed").contains(video.getString("status"));
    }

    /** Returns the ids of the videos whose create was in flight, from the database, which outlives the program. */
    private List<String> submitting() throws Exception {
        List<String> ids = new ArrayList<>();
        try (Connection database = program.database();
                ResultSet rows = database.createStatement().executeQuery("select id from video where status = 'SUBMITTING'")) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }

    private int leaders() throws Exception {
        try (Connection database = program.database();
                ResultSet rows = database.createStatement()
                        .executeQuery("select count(*) from video where lease_owner is not null")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
