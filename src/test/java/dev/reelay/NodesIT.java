package dev.reelay;

import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.Waits.await;
import static dev.reelay.upstream.FaultUpstream.completed;
import static dev.reelay.upstream.FaultUpstream.running;
import static dev.reelay.upstream.FaultUpstream.script;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.testing.Api;
import dev.reelay.testing.Cluster;
import dev.reelay.testing.EventReader;
import dev.reelay.testing.EventReader.Event;
import dev.reelay.testing.Program;
import dev.reelay.testing.Slow;
import dev.reelay.trace.SpanCollector;
import dev.reelay.trace.SpanCollector.ReceivedSpan;
import dev.reelay.upstream.FaultUpstream;

/** Two nodes that share only the URL of their database. */
@Slow
class NodesIT {
    private static final List<String> PROMPTS = List.of("a goose", "a second goose", "a third goose");

    private final FaultUpstream upstream = new FaultUpstream();
    private final SpanCollector collector = new SpanCollector();
    private final Cluster cluster = new Cluster("nodes", upstream.start().get("reelay.upstream.url"));
    /** The progress of all videos at the upstream in percent; the test sets it. */
    private final AtomicInteger progress = new AtomicInteger(10);

    @AfterEach
    void leaveNothing() throws InterruptedException {
        cluster.close();
        upstream.stop();
        collector.close();
    }

    @Test
    void videoOfKilledNodeIsFinishedByAnotherWithItsEvents() throws Exception {
        Handler<RoutingContext> asFarAsTold = request -> (progress.get() < 100 ? running(progress.get()) : completed())
                .handle(request);
        PROMPTS.forEach(prompt -> script(prompt).status(asFarAsTold));
        Program a = node("a").talkTo();
        String nameOfA = await().until(() -> cluster.strings("select id from node"), nodes -> !nodes.isEmpty()).get(0);
        List<String> ids = PROMPTS.stream().map(prompt -> Api.create(ALICE, prompt)).toList();
        await().until(() -> ids.stream().allMatch(id -> Api.get(ALICE, id).getInteger("progress") == 10));
        Program b = node("b").talkTo();
        assertThat(ids).allSatisfy(id -> assertThat(Api.get(ALICE, id).getString("status")).isEqualTo("in_progress"));
        List<Watcher> watchers = ids.stream().map(id -> new Watcher(b, id)).toList();
        watchers.forEach(watcher -> watcher.awaitProgress(10));
        String seenAtA;
        try (EventReader all = EventReader.follow(a.uri().resolve("/v1/videos/events"), ALICE)) {
            ids.forEach(id -> all.next());
            seenAtA = all.lastId();
        }
        for (int percent : List.of(20, 30)) {
            progress.set(percent);
            watchers.forEach(watcher -> watcher.awaitProgress(percent));
        }
        await().until(() -> ids.stream().noneMatch(id -> collector.ofVideo(id).isEmpty()));

        a.kill();

        assertThat(ledBy(nameOfA)).as("as long as its lease").hasSameSizeAs(ids);
        cluster.expireLeases();
        await().until(() -> ledBy(nameOfA).isEmpty());
        for (int percent : List.of(60, 100)) {
            progress.set(percent);
            watchers.forEach(watcher -> watcher.awaitProgress(percent));
        }
        for (Watcher watcher : watchers) {
            List<Event> events = watcher.all();
            assertThat(events).extracting(Event::id).isSorted().doesNotHaveDuplicates();
            assertThat(events).extracting(event -> event.video().getInteger("progress")).isSorted()
                    .contains(10, 20, 30, 60).endsWith(100);
            assertThat(events).extracting(Event::kind).filteredOn(kind -> !kind.equals("progress"))
                    .containsExactly("completed");
            assertThat(events.get(events.size() - 1).kind()).isEqualTo("completed");
        }
        assertThat(ids).allSatisfy(id -> assertThat(Api.get(ALICE, id).getString("status")).isEqualTo("completed"));
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
        assertThat(PROMPTS.stream().flatMap(prompt -> script(prompt).creates().stream())).as("bought once")
                .containsExactlyInAnyOrderElementsOf(ids);
    }

    private Program node(String name) throws IOException {
        return cluster.start(name, Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url(),
                // longer than the test, which expires the lease itself
                "REELAY_PIPELINE_LEASE", "1h", "REELAY_PIPELINE_HEARTBEAT", "500ms")).awaitReady();
    }

    /** Returns the nodes that sent the spans of this name. */
    private Set<String> nodes(String id, String name) {
        return collector.ofVideo(id).stream().filter(span -> span.name().equals(name)).map(ReceivedSpan::node)
                .collect(Collectors.toSet());
    }

    private List<String> ledBy(String node) throws SQLException {
        return cluster.strings("select id from video where lease_owner = '" + node + "'");
    }

    /** Reads the events of a video. */
    private static final class Watcher {
        private final EventReader reader;
        private final List<Event> events = new ArrayList<>();

        Watcher(Program node, String id) {
            this.reader = EventReader.follow(node.uri().resolve("/v1/videos/" + id + "/events"), ALICE);
        }

        void awaitProgress(int percent) {
            Event event;
            do {
                event = reader.next().orElseThrow();
                events.add(event);
            } while (event.video().getInteger("progress") != percent);
        }

        /** Returns the events read so far and the rest until the end of the stream. */
        List<Event> all() {
            return Stream.concat(events.stream(), reader.rest().stream()).toList();
        }
    }
}
