package dev.reelay.faults;

import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import dev.reelay.testing.Cluster;
import dev.reelay.testing.EventReader;
import dev.reelay.testing.EventReader.Event;
import dev.reelay.testing.FaultProxy;
import dev.reelay.testing.FaultProxy.Direction;
import dev.reelay.testing.Program;
import dev.reelay.testing.Slow;
import dev.reelay.upstream.MeteredUpstream;
import dev.reelay.upstream.MeteredUpstream.Sale;
import dev.reelay.upstream.MeteredUpstream.Terms;

/** Each fault of the network between a node and its database delays videos; none is lost, and none is bought twice. */
@Slow
@TestInstance(Lifecycle.PER_CLASS)
class DatabaseNetworkIT {
    private static final int VIDEOS = 6;
    /** A commit is shorter than this, and a create is longer. */
    private static final int WITHIN_A_TRANSACTION = 1500;

    private final MeteredUpstream upstream = new MeteredUpstream(
            new Terms(Integer.MAX_VALUE, Integer.MAX_VALUE, Duration.ofSeconds(1), Duration.ofMillis(50), false));
    private final Cluster cluster = new Cluster("database-network", upstream.url());
    private FaultProxy network;
    private PatientCaller caller;
    private EventReader events;
    /** The videos whose end an event told. */
    private final Set<String> told = new HashSet<>();

    @BeforeAll
    void start() throws Exception {
        URI database = URI.create(cluster.database());
        network = FaultProxy.to(database.getHost(), database.getPort());
        Program node = cluster.start("node", Map.of(
                "QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://127.0.0.1:%d%s".formatted(network.port(), database.getPath()),
                "REELAY_DATABASE_TIMEOUT", "3s",
                "REELAY_ACCESS_CREATES_PER_MINUTE", "100000",
                "REELAY_ACCESS_CONCURRENT_VIDEOS", "100000",
                "REELAY_UPSTREAM_CONCURRENT_VIDEOS", "1000",
                "REELAY_UPSTREAM_POLL_INTERVAL", "200ms")).awaitReady();
        caller = new PatientCaller(node.uri(), ALICE);
        events = EventReader.follow(node.uri().resolve("/v1/videos/events"), ALICE);
        assertEachWasMadeOnce(caller.create(1)); // the stream is open before the first fault
    }

    @AfterEach
    void lift() {
        network.lift();
    }

    @AfterAll
    void leaveNothing() throws InterruptedException {
        events.close();
        cluster.close();
        network.close();
        upstream.close();
    }

    static Stream<Arguments> slowNetworks() {
        return Stream.of(
                fault("delay with jitter", network -> network.delay(Duration.ofMillis(30), Duration.ofMillis(60))),
                fault("low bandwidth", network -> network.bandwidth(50_000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("slowNetworks")
    void slowNetworkDelaysVideos(String name, Consumer<FaultProxy> fault) {
        fault.accept(network);

        assertEachWasMadeOnce(caller.create(VIDEOS));
    }

    static Stream<Arguments> deadNetworks() {
        return Stream.of(
                fault("refused connections", FaultProxy::refuse),
                fault("silence", FaultProxy::silence),
                fault("no responses", network -> network.halfOpen(Direction.TO_CLIENT)),
                fault("no requests", network -> network.halfOpen(Direction.TO_SERVER)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("deadNetworks")
    void deadNetworkReturns503(String name, Consumer<FaultProxy> fault) {
        int before = caller.refusals();
        List<CompletableFuture<String>> running = caller.create(VIDEOS);
        fault.accept(network);
        List<CompletableFuture<String>> during = caller.create(VIDEOS);
        await().until(() -> caller.refusals() >= before + VIDEOS);

        network.lift();

        assertEachWasMadeOnce(running);
        assertEachWasMadeOnce(during);
    }

    static Stream<Arguments> resets() {
        return Stream.of(
                fault("cut", FaultProxy::cut),
                fault("reset within a response", network -> network.resetAfter(Direction.TO_CLIENT, WITHIN_A_TRANSACTION)),
                fault("reset within a request", network -> network.resetAfter(Direction.TO_SERVER, WITHIN_A_TRANSACTION)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("resets")
    void brokenConnectionsCostNoVideo(String name, Consumer<FaultProxy> fault) {
        for (int times = 0; times < 3; times++) {
            List<CompletableFuture<String>> creates = caller.create(VIDEOS);
            fault.accept(network);
            assertEachWasMadeOnce(creates);
        }
    }

    private void assertEachWasMadeOnce(List<CompletableFuture<String>> creates) {
        List<String> ids = creates.stream().map(CompletableFuture::join).toList();
        assertThat(ids).doesNotHaveDuplicates()
                .allSatisfy(id -> assertThat(caller.awaitEnd(id).getString("status")).isEqualTo("completed"));
        assertThat(upstream.sales()).extracting(Sale::idempotencyKey).doesNotHaveDuplicates().containsAll(ids);
        while (!told.containsAll(ids)) {
            Event event = events.next().orElseThrow();
            if (event.kind().equals("completed")) {
                assertThat(told.add(event.video().getString("id"))).as("its first end").isTrue();
            }
        }
    }

    private static Arguments fault(String name, Consumer<FaultProxy> fault) {
        return Arguments.of(name, fault);
    }
}
