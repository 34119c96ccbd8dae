package dev.reelay;

import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.Waits.LIMIT;
import static dev.reelay.testing.Waits.await;
import static dev.reelay.upstream.FaultUpstream.completed;
import static dev.reelay.upstream.FaultUpstream.running;
import static dev.reelay.upstream.FaultUpstream.script;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.restassured.RestAssured;

import dev.reelay.testing.Api;
import dev.reelay.testing.Cluster;
import dev.reelay.testing.Program;
import dev.reelay.testing.Slow;
import dev.reelay.upstream.FaultUpstream;
import dev.reelay.upstream.FaultUpstream.Script;

/** Scaling to zero: a new node finishes the videos that ran while there was no node. */
@Slow
class ScaleToZeroIT {
    /** Long enough for the renewal by a slow live node. The test expires the lease of a killed node itself. */
    private static final Map<String, String> LONG_LEASE = Map.of("REELAY_PIPELINE_LEASE", "30s", "REELAY_PIPELINE_HEARTBEAT",
            "500ms");

    private final FaultUpstream upstream = new FaultUpstream();
    private final Cluster cluster = new Cluster("wake", upstream.start().get("reelay.upstream.url"));

    @AfterEach
    void leaveNothing() throws InterruptedException {
        cluster.close();
        upstream.stop();
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void videoOfStoppedNodeIsFinishedByNextNode(boolean inOrder) throws Exception {
        String prompt = inOrder ? "an owl that sleeps" : "an owl that fell from its tree";
        AtomicBoolean ready = new AtomicBoolean();
        Script owl = script(prompt).status(request -> (ready.get() ? completed() : running(40)).handle(request));
        Program gone = cluster.start("gone", LONG_LEASE).awaitReady().talkTo();
        String id = Api.create(ALICE, prompt);
        await().until(() -> Api.get(ALICE, id).getInteger("progress") == 40);
        if (inOrder) {
            gone.stop(LIMIT);
        } else {
            gone.kill();
            cluster.expireLeases();
        }
        int asked = owl.statusRequests();
        ready.set(true);

        cluster.start("woken", LONG_LEASE).awaitReady().talkTo();
        RestAssured.get("/about").then().statusCode(200);

        await().until(() -> cluster.strings("select status from video").equals(List.of("COMPLETED")));
        assertThat(Api.get(ALICE, id).getString("status")).isEqualTo("completed");
        assertThat(owl.statusRequests()).as("asked only by a node that is awake").isGreaterThan(asked);
        assertThat(owl.creates()).as("bought once").hasSize(1);
    }
}
