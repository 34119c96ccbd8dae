package dev.reelay.faults;

import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.Waits.await;
import static dev.reelay.upstream.FaultUpstream.completed;
import static dev.reelay.upstream.FaultUpstream.running;
import static dev.reelay.upstream.FaultUpstream.script;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

import io.vertx.core.json.JsonObject;

import dev.reelay.database.EmbeddedDatabase;
import dev.reelay.testing.EventReader;
import dev.reelay.testing.EventReader.Event;
import dev.reelay.testing.FaultProxy;
import dev.reelay.testing.Program;
import dev.reelay.testing.Slow;
import dev.reelay.testing.TestDatabase;
import dev.reelay.testing.Unpacked;
import dev.reelay.upstream.FaultUpstream;

/** The failover to a copy of the database that lacks the last changes, as after an asynchronous replication. */
@Slow
@DisabledOnOs(OS.WINDOWS)
class FailoverIT {
    /** So many changes that their positions are given again: PostgreSQL skips up to 32 of a sequence by itself. */
    private static final int LOST_CHANGES = 50;

    private final Path home = Path.of("target", "programs", "failover");
    private final FaultUpstream upstream = new FaultUpstream();
    /** The progress of all videos at the upstream in percent. */
    private final AtomicInteger progress = new AtomicInteger(1);
    private Program node;

    @AfterEach
    void leaveNothing() throws InterruptedException {
        if (node != null) {
            node.close();
        }
        upstream.stop();
    }

    @Test
    void nodeGoesOnWithWhatTheCopyHas() throws Exception {
        TestDatabase.delete(home);
        script(PatientCaller.PROMPT)
                .status(request -> (progress.get() < 100 ? running(progress.get()) : completed()).handle(request));
        try (EmbeddedDatabase primary = primary(); FaultProxy network = FaultProxy.to("localhost", port(primary))) {
            node = node(network);
            PatientCaller caller = new PatientCaller(node.uri(), ALICE);
            String kept = caller.create();
            awaitProgress(caller, kept, 1);
            LaggingCopy copy = LaggingCopy.of(primary, home.resolve("primary"), home.resolve("copy"));
            EventReader video = EventReader.follow(node.uri().resolve("/v1/videos/" + kept + "/events"), ALICE);
            EventReader all = EventReader.follow(node.uri().resolve("/v1/videos/events"), ALICE);
            String lost = caller.create();
            IntStream.rangeClosed(2, LOST_CHANGES).forEach(percent -> {
                progress.set(percent);
                awaitProgress(caller, kept, percent);
            });
            awaitProgress(caller, lost, LOST_CHANGES);

            network.refuse();
            try (EmbeddedDatabase replica = copy.start()) {
                network.redirect("localhost", port(replica));
                network.lift();

                await().until(() -> caller.get("/v1/videos/" + kept).statusCode() == 200);
                assertThat(caller.get("/v1/videos/" + lost).statusCode()).isEqualTo(404);
                await().until(() -> node.output().contains(lost + " is not in the database any more"));
                CompletableFuture<String> created = CompletableFuture.supplyAsync(caller::create);
                assertThat(endOf(all, created.join(), "progress")).isNotEmpty();
                progress.set(100);
                assertThat(endOf(video, kept, "completed")).isNotEmpty();
                assertThat(endOf(all, created.join(), "completed")).isNotEmpty();
                assertThat(new JsonObject(caller.get("/v1/videos/" + kept).body()).getString("status"))
                        .isEqualTo("completed");
            } finally {
                video.close();
                all.close();
                node.close();
            }
        }
    }

    private EmbeddedDatabase primary() throws Exception {
        Unpacked.databaseInto(home.resolve("primary"));
        return EmbeddedDatabase.start(home.resolve("primary"));
    }

    private Program node(FaultProxy network) throws Exception {
        return Program.start(home, "node", Map.ofEntries(
                Map.entry("QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://127.0.0.1:%d/postgres".formatted(network.port())),
                Map.entry("QUARKUS_DATASOURCE_USERNAME", EmbeddedDatabase.USER),
                Map.entry("REELAY_ACCESS_KEYS", TestDatabase.KEYS),
                Map.entry("REELAY_UPSTREAM_URL", upstream.start().get("reelay.upstream.url")),
                Map.entry("REELAY_UPSTREAM_API_KEY", "sk-upstream"),
                Map.entry("REELAY_UPSTREAM_REQUESTS_PER_MINUTE", "0"),
                Map.entry("REELAY_UPSTREAM_POLL_INTERVAL", "50ms"),
                Map.entry("REELAY_DATABASE_TIMEOUT", "3s"))).awaitReady();
    }

    private static void awaitProgress(PatientCaller caller, String id, int percent) {
        await().until(() -> new JsonObject(caller.get("/v1/videos/" + id).body()).getInteger("progress"),
                progress -> progress == percent);
    }

    /** Reads to the first event of this kind about a video. */
    private static List<Event> endOf(EventReader events, String id, String kind) {
        while (true) {
            Event event = events.next().orElseThrow();
            if (event.kind().equals(kind) && event.video().getString("id").equals(id)) {
                return List.of(event);
            }
        }
    }

    private static int port(EmbeddedDatabase database) {
        return URI.create(database.url()).getPort();
    }
}
