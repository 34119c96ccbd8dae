package dev.reelay;

import static dev.reelay.TestDatabase.ALICE;
import static dev.reelay.testing.Waits.LIMIT;
import static dev.reelay.testing.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.reelay.EventReader.Event;
import dev.reelay.trace.SpanCollector;
import dev.reelay.trace.SpanCollector.ReceivedSpan;
import dev.reelay.upstream.MeteredUpstream;
import dev.reelay.upstream.MeteredUpstream.Sale;
import dev.reelay.upstream.MeteredUpstream.Terms;

/** Two nodes that know nothing of each other but the url of their database. */
class NodesIT {
    /** The lease of 6 s, a heartbeat of 2 s, and something for a machine that is busy. */
    private static final Duration TAKE_OVER = Duration.ofSeconds(10);

    private final MeteredUpstream upstream = new MeteredUpstream(
            new Terms(Integer.MAX_VALUE, 100, Duration.ofSeconds(20), Duration.ZERO, false));
    private final SpanCollector collector = new SpanCollector();
    private final Cluster cluster = new Cluster("nodes", upstream.url());

    @AfterEach
    void leaveNothing() throws InterruptedException {
        cluster.close();
        upstream.close();
        collector.close();
    }

    @Test
    void whatOneNodeBeganAnotherFinishesBeforeTheEyesOfItsWatchers() throws Exception {
        Program a = node("a");
        String nameOfA = await().until(() -> cluster.strings("select id from node"), nodes -> !nodes.isEmpty())
                .get(0);
        Program b = node("b");
        a.talkTo();
        List<String> ids = IntStream.range(0, 3).mapToObj(number -> Api.create(ALICE, "a dog, number " + number)).toList();
        Map<String, CompletableFuture<List<Event>>> seenAtB = new TreeMap<>();
        ids.forEach(id -> seenAtB.put(id, CompletableFuture.supplyAsync(() -> watch(b, id))));
        await().until(() -> ids.stream().allMatch(id -> Api.get(ALICE, id).getInt("progress") > 0));
        assertThat(ledBy(nameOfA)).as("mostly led by the node that took them").isNotEmpty();
        String seenAtA;
        try (EventReader all = EventReader.follow(a.uri().resolve("/v1/videos/events"), ALICE)) {
            IntStream.range(0, ids.size()).forEach(number -> all.next());
            seenAtA = all.lastId();
        }
        b.talkTo();
        assertThat(ids).allSatisfy(id -> assertThat(Api.get(ALICE, id).getString("status")).isEqualTo("in_progress"));

        await().until(() -> ids.stream().noneMatch(id -> collector.ofVideo(id).isEmpty()));

        a.kill();
        long killed = System.nanoTime();

        await().atMost(TAKE_OVER).pollInterval(Duration.ofMillis(50)).until(() -> ledBy(nameOfA).isEmpty());
        System.out.printf("Taken over after %d ms%n", (System.nanoTime() - killed) / 1_000_000);
        for (String id : ids) {
            List<Event> events = seenAtB.get(id).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(events).extracting(Event::id).isSorted().doesNotHaveDuplicates();
            assertThat(events).extracting(event -> event.video().getInteger("progress")).isSorted().endsWith(100);
            assertThat(events).extracting(Event::kind).filteredOn(kind -> !kind.equals("progress"))
                    .containsExactly("completed");
            assertThat(events.get(events.size() - 1).kind()).isEqualTo("completed");
            assertThat(events).as("some before the kill and some after it").hasSizeGreaterThan(5);
            assertThat(Api.get(ALICE, id).getString("status")).isEqualTo("completed");
        }
        try (EventReader all = EventReader.resume(b.uri().resolve("/v1/videos/events"), ALICE, seenAtA)) {
            List<Event> missed = ids.stream().map(id -> all.next().orElseThrow()).toList();
            assertThat(missed).extracting(Event::kind).containsOnly("completed");
            assertThat(missed).extracting(event -> event.video().getString("id")).containsExactlyInAnyOrderElementsOf(ids);
        }
        for (String id : ids) {
            await().until(() -> nodes(id, "video"), nodes -> !nodes.isEmpty());
            assertThat(nodes(id, "video")).as("settled by another node than it began on, in the same trace")
                    .hasSize(1).doesNotContainAnyElementsOf(nodes(id, "POST /v1/videos"));
            assertThat(nodes(id, "poll")).containsAll(nodes(id, "video"));
        }
        assertThat(upstream.sales()).extracting(Sale::idempotencyKey).containsExactlyInAnyOrderElementsOf(ids);
    }

    private Program node(String name) throws IOException {
        return cluster.start(name, Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url())).awaitReady();
    }

    private static List<Event> watch(Program node, String id) {
        return EventReader.readAll(URI.create(node.uri() + "/v1/videos/" + id + "/events"), ALICE);
    }

    /** Who sent the spans of this name. */
    private Set<String> nodes(String id, String name) {
        return collector.ofVideo(id).stream().filter(span -> span.name().equals(name)).map(ReceivedSpan::node)
                .collect(Collectors.toSet());
    }

    private List<String> ledBy(String node) throws SQLException {
        return cluster.strings("select id from video where lease_owner = '" + node + "'");
    }
}
