package dev.reelay.faults;

import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

import io.vertx.core.json.JsonObject;

import dev.reelay.testing.Cluster;
import dev.reelay.testing.Program;
import dev.reelay.testing.Slow;
import dev.reelay.upstream.MeteredUpstream;
import dev.reelay.upstream.MeteredUpstream.Sale;
import dev.reelay.upstream.MeteredUpstream.Terms;

/** A node that stands still for longer than its lease, as under a debugger or on a paused virtual machine, and goes on. */
@Slow
@DisabledOnOs(OS.WINDOWS)
class FrozenNodeIT {
    private static final int VIDEOS = 8;
    private static final String STATES = "select id || ' ' || version || ' ' || status from video order by id";

    private final MeteredUpstream upstream = new MeteredUpstream(
            new Terms(Integer.MAX_VALUE, Integer.MAX_VALUE, Duration.ofSeconds(2), Duration.ofSeconds(1), false));
    private final Cluster cluster = new Cluster("frozen-node", upstream.url());

    @AfterEach
    void leaveNothing() throws InterruptedException {
        cluster.close();
        upstream.close();
    }

    @Test
    void frozenNodeWritesAndBuysNothingAfterItsTakeover() throws Exception {
        Program frozen = node("frozen").awaitReady();
        PatientCaller caller = new PatientCaller(frozen.uri(), ALICE);
        Set<String> early = caller.create(VIDEOS).stream().map(CompletableFuture::join).collect(Collectors.toSet());
        await().until(() -> cluster.strings("select id from video where upstream_id is not null").containsAll(early));
        List<String> late = caller.create(VIDEOS).stream().map(CompletableFuture::join).toList();
        await("one of the later creates").until(() -> upstream.sales().size() > VIDEOS);
        Program other = node("other").awaitReady();
        signal(frozen, "STOP");

        PatientCaller atOther = new PatientCaller(other.uri(), ALICE);
        Map<String, JsonObject> ends = new HashMap<>();
        early.forEach(id -> ends.put(id, atOther.awaitEnd(id)));
        late.forEach(id -> ends.put(id, atOther.awaitEnd(id)));
        List<String> states = cluster.strings(STATES);
        signal(frozen, "CONT");
        caller.awaitEnd(caller.create());

        assertThat(early).allSatisfy(id -> assertThat(ends.get(id).getString("status")).isEqualTo("completed"));
        assertThat(late).allSatisfy(id -> assertThat(ends.get(id).encode())
                .containsAnyOf("\"completed\"", "the upstream may have accepted it"));
        assertThat(upstream.sales()).extracting(Sale::idempotencyKey).doesNotHaveDuplicates();
        assertThat(cluster.strings(STATES)).containsAll(states);
    }

    private Program node(String name) throws IOException {
        return cluster.start(name, Map.of(
                "REELAY_ACCESS_CREATES_PER_MINUTE", "100000",
                "REELAY_ACCESS_CONCURRENT_VIDEOS", "100000",
                "REELAY_UPSTREAM_CONCURRENT_VIDEOS", "1000",
                "REELAY_UPSTREAM_POLL_INTERVAL", "200ms",
                "REELAY_PIPELINE_LEASE", "2s",
                "REELAY_PIPELINE_HEARTBEAT", "300ms"));
    }

    private static void signal(Program program, String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(program.pid())).start().waitFor()).isZero();
    }
}
