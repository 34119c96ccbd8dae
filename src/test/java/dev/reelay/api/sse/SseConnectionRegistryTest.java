package dev.reelay.api.sse;

import static dev.reelay.testing.Api.as;
import static dev.reelay.testing.Api.create;
import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.TestDatabase.freshKey;
import static dev.reelay.testing.TestDatabase.ownerOf;
import static dev.reelay.testing.Waits.await;
import static dev.reelay.upstream.FaultUpstream.completed;
import static dev.reelay.upstream.FaultUpstream.running;
import static dev.reelay.upstream.FaultUpstream.script;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;

import dev.reelay.testing.EventReader;
import dev.reelay.testing.EventReader.Event;
import dev.reelay.upstream.FaultyUpstreamProfile;

/** Checks that closed and stuck connections leave no open stream. */
@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class SseConnectionRegistryTest {
    private static final int VISITS = 1000;
    private static final int SMALL = 4096;
    private static final String MORE_THAN_SOCKETS_HOLD = """
            insert into video (id, owner, status, progress, prompt, model, size, seconds, fingerprint, completed_at)
            select 'video_large' || number, '%s', 'COMPLETED', 100, repeat('x', 990), 'sora-2', '1280x720', '10', '', now()
            from generate_series(1, 10000) number""";

    private final String prompt = "prompt " + UUID.randomUUID();

    @TestHTTPResource
    URI reelay;
    @Inject
    Pool pool;

    @Test
    void thousandClosedConnectionsLeaveNoOpenStream() throws IOException {
        script(prompt).status(running(10));
        String id = create(ALICE, prompt);
        for (int visit = 0; visit < VISITS; visit++) {
            try (Socket caller = open(visit % 2 == 0 ? "/v1/videos/" + id + "/events" : "/v1/videos/events", ALICE)) {
                assertThat(new String(caller.getInputStream().readNBytes("HTTP/1.1 200".length()), US_ASCII))
                        .isEqualTo("HTTP/1.1 200");
            }
        }

        await().until(() -> metric("reelay_progress_streams") == 0);
    }

    @Test
    void stuckClientIsClosedWithoutDelayingOthers() throws Exception {
        String key = freshKey();
        pool.query(MORE_THAN_SOCKETS_HOLD.formatted(ownerOf(key))).executeAndAwait();
        AtomicBoolean seen = new AtomicBoolean(); // a stream that opens later would omit a video that has ended
        script(prompt).status(request -> (seen.get() ? completed() : running(10)).handle(request));
        double before = metric("reelay_progress_streams_cut_total");

        try (Socket stuck = open("/v1/videos/events?last_event_id=1", key);
                EventReader other = EventReader.follow(reelay.resolve("/v1/videos/events"), key)) {
            String id = create(key, prompt);
            Event event;
            do {
                event = other.next().orElseThrow();
                seen.compareAndSet(false, event.video().getString("id").equals(id));
            } while (!event.video().getString("id").equals(id) || !event.kind().equals("completed"));

            await().until(() -> metric("reelay_progress_streams_cut_total") == before + 1);
            await("Nothing of it is left, though it still takes nothing").until(() -> isGivenUp(stuck));
        }
        pool.query("delete from video where id like 'video_large%'").executeAndAwait();
    }

    @Test
    void requestMetricsUseOnePathForAllVideos() {
        String id = "video_" + UUID.randomUUID().toString().replace("-", "");
        as(ALICE).get("/v1/videos/{id}/events", id).then().statusCode(404);
        as(ALICE).get("/v1/videos/{id}/content", id).then().statusCode(404);

        await().untilAsserted(() -> assertThat(as(ALICE).get("/q/metrics").body().asString())
                .contains("uri=\"/v1/videos/{id}/events\"", "uri=\"/v1/videos/{id}/content\"").doesNotContain(id));
    }

    /** Whoever writes to a connection that the other side has closed is told so. */
    private static boolean isGivenUp(Socket socket) {
        try {
            socket.getOutputStream().write("\r\n".getBytes(US_ASCII));
            return false;
        } catch (IOException told) {
            return true;
        }
    }

    /** One that reads as much as it likes. */
    private Socket open(String path, String key) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(SMALL);
        socket.connect(new InetSocketAddress(reelay.getHost(), reelay.getPort()));
        socket.getOutputStream().write("GET %s HTTP/1.1\r\nHost: %s\r\nAuthorization: %s\r\n\r\n"
                .formatted(path, reelay.getAuthority(), key).getBytes(US_ASCII));
        return socket;
    }

    private static double metric(String name) {
        return as(ALICE).get("/q/metrics").body().asString().lines().filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1))).findFirst().orElse(0);
    }
}
