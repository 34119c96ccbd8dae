package dev.reelay.faults;

import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import dev.reelay.testing.Cluster;
import dev.reelay.testing.FaultProxy;
import dev.reelay.testing.FaultProxy.Direction;
import dev.reelay.upstream.MeteredUpstream;
import dev.reelay.upstream.MeteredUpstream.Sale;
import dev.reelay.upstream.MeteredUpstream.Terms;

/** Faults of the network between a node and its upstream: no create is sent twice, and no running video ends by them. */
@Tag("endurance")
@TestInstance(Lifecycle.PER_CLASS)
class UpstreamNetworkIT {
    private static final int VIDEOS = 4;
    /** Within the head of a request or of a response. */
    private static final int WITHIN_A_HEAD = 40;

    private final MeteredUpstream upstream = new MeteredUpstream(
            new Terms(Integer.MAX_VALUE, Integer.MAX_VALUE, Duration.ofSeconds(1), Duration.ofMillis(50), false));
    private final FaultProxy network = FaultProxy.to("127.0.0.1", URI.create(upstream.url()).getPort());
    private final Cluster cluster = new Cluster("upstream-network", "http://127.0.0.1:" + network.port());
    private PatientCaller caller;

    @BeforeAll
    void start() throws Exception {
        caller = new PatientCaller(cluster.start("node", Map.of(
                "REELAY_ACCESS_CREATES_PER_MINUTE", "100000",
                "REELAY_ACCESS_CONCURRENT_VIDEOS", "100000",
                "REELAY_UPSTREAM_CONCURRENT_VIDEOS", "1000",
                "REELAY_UPSTREAM_CREATE_TIMEOUT", "2s",
                "REELAY_UPSTREAM_STATUS_TIMEOUT", "1s",
                "REELAY_UPSTREAM_POLL_INTERVAL", "200ms")).awaitReady().uri(), ALICE);
    }

    @AfterEach
    void lift() {
        network.lift();
    }

    @AfterAll
    void leaveNothing() throws InterruptedException {
        cluster.close();
        network.close();
        upstream.close();
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("delay with jitter", network -> network.delay(Duration.ofMillis(50), Duration.ofMillis(100))),
                fault("low bandwidth", network -> network.bandwidth(10_000)),
                fault("refused connections", FaultProxy::refuse),
                fault("silence", FaultProxy::silence),
                fault("no responses", network -> network.halfOpen(Direction.TO_CLIENT)),
                fault("reset within a request", network -> network.resetAfter(Direction.TO_SERVER, WITHIN_A_HEAD)),
                fault("reset within a response", network -> network.resetAfter(Direction.TO_CLIENT, WITHIN_A_HEAD)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void createsAreSentOnceAndRunningVideosGoOn(String name, Consumer<FaultProxy> fault) throws Exception {
        List<String> running = ids(caller.create(VIDEOS));
        await().until(() -> cluster.strings("select id from video where upstream_id is not null").containsAll(running));
        fault.accept(network);
        List<String> during = ids(caller.create(VIDEOS));
        await("a create that was tried").until(
                () -> cluster.strings("select id from video where lease_token > 0").stream().anyMatch(during::contains));

        network.lift();

        assertThat(running).allSatisfy(id -> assertThat(caller.awaitEnd(id).getString("status")).isEqualTo("completed"));
        assertThat(during).allSatisfy(id -> assertThat(caller.awaitEnd(id).encode())
                .containsAnyOf("\"completed\"", "the upstream may have accepted it"));
        assertThat(upstream.sales()).extracting(Sale::idempotencyKey).doesNotHaveDuplicates();
    }

    private static Arguments fault(String name, Consumer<FaultProxy> fault) {
        return Arguments.of(name, fault);
    }

    private static List<String> ids(List<CompletableFuture<String>> creates) {
        return creates.stream().map(CompletableFuture::join).toList();
    }
}
