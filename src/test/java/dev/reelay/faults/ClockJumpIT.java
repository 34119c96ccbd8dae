package dev.reelay.faults;

import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.Waits.await;
import static dev.reelay.upstream.FaultUpstream.completed;
import static dev.reelay.upstream.FaultUpstream.running;
import static dev.reelay.upstream.FaultUpstream.script;
import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import io.vertx.core.json.JsonObject;

import dev.reelay.testing.Cluster;
import dev.reelay.testing.Program;
import dev.reelay.testing.Slow;
import dev.reelay.upstream.FaultUpstream;

/** A node whose clock jumps by days, forward and back. Leases, deadlines and limits do not depend on it. */
@Slow
@EnabledOnOs(OS.LINUX)
@EnabledIf(value = "dev.reelay.faults.SetClock#isPossible", disabledReason = "There is no C compiler")
class ClockJumpIT {
    private final FaultUpstream upstream = new FaultUpstream();
    private final Cluster cluster = new Cluster("clock-jump", upstream.start().get("reelay.upstream.url"));
    private final AtomicInteger progress = new AtomicInteger(10);

    @AfterEach
    void leaveNothing() throws InterruptedException {
        cluster.close();
        upstream.stop();
    }

    @Test
    void jumpsEndNoVideoAndMoveNoLease(@TempDir Path directory) throws Exception {
        script(PatientCaller.PROMPT)
                .status(request -> (progress.get() < 100 ? running(progress.get()) : completed()).handle(request));
        SetClock clock = SetClock.in(directory);
        Map<String, String> settings = new HashMap<>(clock.environment());
        settings.put("REELAY_UPSTREAM_POLL_INTERVAL", "100ms");
        Program node = cluster.start("node", settings).awaitReady();
        PatientCaller caller = new PatientCaller(node.uri(), ALICE);
        String id = caller.create();
        awaitProgress(caller, id, 10);

        clock.set(Duration.ofDays(3));
        progress.set(20);
        awaitProgress(caller, id, 20);
        String during = caller.create();
        awaitProgress(caller, during, 20);
        assertThat(node.output()).as("lines of the log").contains("\"timestamp\":\"" + LocalDate.now(UTC).plusDays(3));
        clock.set(Duration.ofDays(-3));
        progress.set(30);
        awaitProgress(caller, id, 30);
        progress.set(100);

        assertThat(caller.awaitEnd(id).getString("status")).isEqualTo("completed");
        assertThat(caller.awaitEnd(during).getString("status")).isEqualTo("completed");
        assertThat(caller.awaitEnd(caller.create()).getString("status")).isEqualTo("completed");
        assertThat(script(PatientCaller.PROMPT).creates()).doesNotHaveDuplicates().contains(id, during);
        assertThat(cluster.strings("select count(*) from video where lease_token > 1")).containsExactly("0");
    }

    private static void awaitProgress(PatientCaller caller, String id, int percent) {
        await().until(() -> new JsonObject(caller.get("/v1/videos/" + id).body()).getInteger("progress"),
                now -> now == percent);
    }
}
