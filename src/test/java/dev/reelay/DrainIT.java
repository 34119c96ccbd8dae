package dev.reelay;

import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.Waits.LIMIT;
import static dev.reelay.testing.Waits.await;
import static dev.reelay.upstream.FaultUpstream.completed;
import static dev.reelay.upstream.FaultUpstream.running;
import static dev.reelay.upstream.FaultUpstream.script;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.testing.Api;
import dev.reelay.testing.Callers;
import dev.reelay.testing.Cluster;
import dev.reelay.testing.EventReader;
import dev.reelay.testing.Json;
import dev.reelay.testing.Program;
import dev.reelay.testing.Slow;
import dev.reelay.upstream.FaultUpstream;

/** Stops one of two nodes under load: no request and no video is lost. */
@Slow
class DrainIT {
    /** Effectively no limit, of requests or of time, because machines differ in speed. */
    private static final Map<String, String> WITHOUT_LIMITS = Map.of("REELAY_ACCESS_CREATES_PER_MINUTE", "100000",
            "REELAY_ACCESS_READS_PER_MINUTE", "1000000", "REELAY_ACCESS_CONCURRENT_VIDEOS", "100000",
            "REELAY_UPSTREAM_CONCURRENT_VIDEOS", "100000", "REELAY_ARCHIVE_TYPE", "none",
            "REELAY_CONTENT_IDLE_TIMEOUT", "1h", "QUARKUS_SHUTDOWN_TIMEOUT", "1h", "REELAY_PIPELINE_LEASE", "30s",
            // long enough for each caller to get a response that sends it to the other node
            "QUARKUS_SHUTDOWN_DELAY", "7s");
    /** Larger than all buffers between a node and a reader that has stopped reading. */
    private static final int BYTES = 40 * 1024 * 1024;
    private static final int CALLERS = 4;

    private final FaultUpstream upstream = new FaultUpstream();
    private final Cluster cluster = new Cluster("drain", upstream.start().get("reelay.upstream.url"));
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicBoolean finished = new AtomicBoolean();
    /** The status of all videos at the upstream: running until the test sets {@code finished}. */
    private final Handler<RoutingContext> untilFinished = request -> (finished.get() ? completed() : running(10))
            .handle(request);

    @AfterEach
    void leaveNothing() throws InterruptedException {
        cluster.close();
        upstream.stop();
    }

    @Test
    void stoppedNodeLosesNoRequestAndNoVideo() throws Exception {
        Program stays = cluster.start("stays", WITHOUT_LIMITS);
        Program goes = cluster.start("goes", WITHOUT_LIMITS).awaitReady();
        // Warms up both nodes: on a busy machine, a new JVM takes seconds for its first request.
        stays.awaitReady().talkTo();
        String poem = Api.create(ALICE, "a poem");
        Api.awaitEnd(ALICE, poem, "completed");
        Api.as(ALICE).get("/v1/videos?limit=2").then().statusCode(200);
        goes.talkTo();
        byte[] content = new byte[BYTES];
        new Random(1).nextBytes(content);
        script("a film").content(request -> request.response().end(Buffer.buffer(content)));
        script("a novel").status(untilFinished);
        script("a saga").status(untilFinished);
        Set<String> ids = new HashSet<>(List.of(poem, Api.create(ALICE, "a film"), Api.create(ALICE, "a novel")));
        String film = idOf("a film");
        String novel = idOf("a novel");
        Api.awaitEnd(ALICE, film, "completed");
        List<CompletableFuture<List<String>>> streams = Stream.of("/v1/videos/events", "/v1/videos/" + novel + "/events")
                .map(path -> lines(goes.uri().resolve(path))).toList();
        CompletableFuture<String> waiting = CompletableFuture.supplyAsync(() -> Json.of(Api.form(ALICE, "a saga")
                .header("Prefer", "wait=60").post("/v1/videos").then().statusCode(200).extract()).get("id"));
        await().until(() -> !script("a saga").creates().isEmpty());

        try (Callers callers = Callers.start(CALLERS, List.of(goes.uri(), stays.uri()), ALICE);
                InputStream download = open(goes.uri().resolve("/v1/videos/" + film + "/content"))) {
            byte[] begin = download.readNBytes(1024);
            await().until(() -> callers.answers() > 50);
            CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(() -> stopped(goes));

            for (CompletableFuture<List<String>> stream : streams) {
                assertThat(stream.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).filteredOn(line -> !line.isEmpty()).last()
                        .asString().matches("retry: [12]\\d{3}");
            }
            ids.add(waiting.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
            await().until(callers::haveMoved);
            callers.end();
            assertThat(callers.losses()).isEmpty();
            ids.addAll(callers.created());
            assertThat(exit).as("waits for the download").isNotDone();
            assertThat(begin).isEqualTo(Arrays.copyOf(content, begin.length));
            assertThat(download.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, begin.length, BYTES));
            assertThat(exit.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).as("ended by SIGTERM").isEqualTo(128 + 15);
            assertThat(goes.output()).doesNotContain(" ERROR ");
        }
        finished.set(true);
        await().until(() -> cluster.strings("select id from video where status <> 'COMPLETED'").isEmpty());
        assertThat(cluster.strings("select id from video")).as("each create was answered")
                .containsExactlyInAnyOrderElementsOf(ids);
        assertThat(cluster.strings("select prompt from video")).as("bought once")
                .allSatisfy(prompt -> assertThat(script(prompt).creates()).hasSize(1));
    }

    private String idOf(String prompt) throws Exception {
        return cluster.strings("select id from video where prompt = '" + prompt + "'").get(0);
    }

    private static int stopped(Program program) {
        try {
            return program.stop(LIMIT);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Opens a stream; returns its lines when the server has ended it. */
    private static CompletableFuture<List<String>> lines(URI url) {
        try {
            Stream<String> body = EventReader.open(url, ALICE).body();
            return CompletableFuture.supplyAsync(body::toList);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private InputStream open(URI url) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(url).header("Authorization", ALICE).build(), BodyHandlers.ofInputStream())
                .body();
    }
}
