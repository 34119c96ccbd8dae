package dev.reelay;

import static dev.reelay.testing.Api.awaitEnd;
import static dev.reelay.testing.Api.create;
import static dev.reelay.testing.Api.get;
import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.CRC32;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.restassured.RestAssured;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.database.EmbeddedDatabase;
import dev.reelay.testing.Packaged;
import dev.reelay.testing.Program;
import dev.reelay.testing.TestDatabase;
import dev.reelay.upstream.FaultUpstream;

/** Concurrent downloads of a body that is more than twice as large as the heap of the packaged program. */
@Tag("endurance")
class DownloadMemoryIT {
    private static final int CHUNKS = 2400;
    private static final byte[] CHUNK = new byte[64 * 1024];
    private static final long BYTES = (long) CHUNKS * CHUNK.length;

    private final Path home = Path.of("target", "programs", "memory");
    private final FaultUpstream upstream = new FaultUpstream();
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicInteger asked = new AtomicInteger();
    private EmbeddedDatabase database;
    private Program program;

    @BeforeEach
    void start() throws IOException {
        TestDatabase.delete(home);
        database = EmbeddedDatabase.start(home.resolve("database"));
        Map<String, String> settings = new HashMap<>(Map.of(
                "QUARKUS_DATASOURCE_REACTIVE_URL", database.url(),
                "QUARKUS_DATASOURCE_USERNAME", EmbeddedDatabase.USER,
                "REELAY_ARCHIVE_TYPE", "disk",
                "REELAY_ACCESS_KEYS", TestDatabase.KEYS,
                "REELAY_UPSTREAM_REQUESTS_PER_MINUTE", "0",
                "REELAY_UPSTREAM_POLL_INTERVAL", "200ms"));
        upstream.start().forEach((name, value) -> settings.put(name.toUpperCase().replaceAll("\\W", "_"), value));
        program = Program.start(Packaged.command(List.of("-Xmx64m")), home, "small", settings).awaitReady();
        RestAssured.baseURI = program.uri().toString();
        RestAssured.port = program.uri().getPort();
    }

    @AfterEach
    void stop() throws InterruptedException {
        program.close();
        upstream.stop();
        database.close();
        RestAssured.reset();
    }

    @Test
    void bodyLargerThanHeapReachesFastAndSlowReaders() throws Exception {
        FaultUpstream.script("large").content(this::send);
        String id = create(ALICE, "large");
        awaitEnd(ALICE, id, "completed");

        readAll(id);
        assertThat(asked.get()).as("passed through, beside the fetch for the archive").isGreaterThan(1);
        await().until(() -> get(ALICE, id).getValue("expires_at") != null);
        int before = asked.get();
        readAll(id);

        assertThat(asked).as("from the archive").hasValue(before);
        assertThat(program.errors() + program.output()).doesNotContain("OutOfMemory");
    }

    /** Reads the first byte, and the rest after all other downloads are complete. */
    private void readAll(String id) throws Exception {
        try (InputStream slow = open(id)) {
            assertThat(slow.read()).isZero();
            List<CompletableFuture<Long>> fast = Stream.of(1, 2)
                    .map(number -> CompletableFuture.supplyAsync(() -> read(id))).toList();
            for (CompletableFuture<Long> each : fast) {
                assertThat(each.get()).isEqualTo(expected());
            }
            assertThat(1 + drain(slow, new CRC32())).isEqualTo(BYTES);
        }
    }

    private long read(String id) {
        try (InputStream body = open(id)) {
            CRC32 sum = new CRC32();
            return drain(body, sum) == BYTES ? sum.getValue() : -1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private InputStream open(String id) throws IOException {
        try {
            return client.send(HttpRequest.newBuilder(URI.create(program.uri() + "/v1/videos/" + id + "/content"))
                    .header("Authorization", ALICE).build(), BodyHandlers.ofInputStream()).body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static long drain(InputStream body, CRC32 sum) throws IOException {
        byte[] buffer = new byte[CHUNK.length];
        long bytes = 0;
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            sum.update(buffer, 0, read);
            bytes += read;
        }
        return bytes;
    }

    private static long expected() {
        CRC32 sum = new CRC32();
        for (int chunk = 0; chunk < CHUNKS; chunk++) {
            sum.update(CHUNK);
        }
        return sum.getValue();
    }

    /** A body that is generated while it is sent. */
    private void send(RoutingContext request) {
        asked.incrementAndGet();
        HttpServerResponse response = request.response().putHeader("Content-Length", String.valueOf(BYTES));
        AtomicInteger left = new AtomicInteger(CHUNKS);
        response.drainHandler(drained -> write(response, left));
        write(response, left);
    }

    private static void write(HttpServerResponse response, AtomicInteger left) {
        while (left.get() > 0 && !response.writeQueueFull() && !response.closed()) {
            response.write(Buffer.buffer(CHUNK));
            if (left.decrementAndGet() == 0) {
                response.end();
            }
        }
    }
}
