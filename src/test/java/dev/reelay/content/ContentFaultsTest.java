package dev.reelay.content;

import static dev.reelay.testing.Api.as;
import static dev.reelay.testing.Api.awaitEnd;
import static dev.reelay.testing.Api.create;
import static dev.reelay.testing.Json.at;
import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.Waits.await;
import static dev.reelay.upstream.FaultUpstream.answer;
import static dev.reelay.upstream.FaultUpstream.idOf;
import static dev.reelay.upstream.FaultUpstream.json;
import static dev.reelay.upstream.FaultUpstream.script;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;

import org.junit.jupiter.api.Test;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.testing.LogLines;
import dev.reelay.upstream.FaultUpstream.Script;
import dev.reelay.upstream.FaultyUpstreamProfile;

/** Downloads with faults of the upstream or of the client, on real sockets. */
@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class ContentFaultsTest {
    private static final int MEGABYTE = 1024 * 1024;
    private static final int VISITS = 1000;

    private final String prompt = "prompt " + UUID.randomUUID();
    private final Script upstream = script(prompt);
    private final byte[] clip = clip();
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TestHTTPResource
    URI reelay;

    @Test
    void contentOfKnownLengthHasLengthAndType() throws Exception {
        upstream.content(request -> request.response().end(Buffer.buffer(clip)));

        HttpResponse<byte[]> response = download(completed(), BodyHandlers.ofByteArray());

        assertThat(response.body()).isEqualTo(clip);
        assertThat(response.headers().firstValueAsLong("Content-Length")).hasValue(clip.length);
        assertThat(response.headers().firstValue("Content-Type")).contains("video/mp4");
        assertThat(response.headers().firstValue("Cache-Control")).contains("private");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    @Test
    void upstreamIdIsEscapedInUrl() throws Exception {
        String upstreamId = idOf(prompt) + "/../?a=%2F b";
        upstream.create(json(200, new JsonObject().put("id", upstreamId).put("status", "submitted").encode()))
                .content(request -> request.response().end(request.pathParam("id")));

        assertThat(download(completed(), BodyHandlers.ofString()).body()).isEqualTo(upstreamId);
    }

    @Test
    void contentOfUnknownLengthIsChunked() throws Exception {
        upstream.content(request -> request.response().setChunked(true).end(Buffer.buffer(clip)));

        HttpResponse<byte[]> response = download(completed(), BodyHandlers.ofByteArray());

        assertThat(response.body()).isEqualTo(clip);
        assertThat(response.headers().firstValue("Content-Length")).isEmpty();
    }

    /** A kept-alive connection can close at the moment of its reuse. */
    @Test
    void connectionClosedBeforeResponseIsRetried() throws Exception {
        upstream.content(request -> request.request().connection().close(),
                request -> request.response().end(Buffer.buffer(clip)));

        assertThat(download(completed(), BodyHandlers.ofByteArray()).body()).isEqualTo(clip);
    }

    @Test
    void truncatedUpstreamBodyBreaksDownload() throws Exception {
        upstream.content(half(response -> response.putHeader("Content-Length", String.valueOf(clip.length))),
                half(response -> response.setChunked(true)));
        String id = completed();

        assertThatIOException().isThrownBy(() -> download(id, BodyHandlers.ofByteArray()));
        assertThatIOException().isThrownBy(() -> download(id, BodyHandlers.ofByteArray()));
    }

    /** A fault of the client would only be counted. */
    @Test
    void downloadThatTheUpstreamCutsIsLogged() throws Exception {
        upstream.content(half(response -> response.putHeader("Content-Length", String.valueOf(clip.length))));
        String id = completed();

        try (LogLines log = new LogLines()) {
            assertThatIOException().isThrownBy(() -> download(id, BodyHandlers.ofByteArray()));
            await().untilAsserted(() -> assertThat(log.atLeast(Level.INFO)).anyMatch(line -> line.contains("broke off: ")));
        }
    }

    @Test
    void stalledUpstreamBodyBreaksDownload() throws Exception {
        upstream.content(request -> request.response().setChunked(true).write(Buffer.buffer(clip)));
        String id = completed();

        assertThatIOException().isThrownBy(() -> download(id, BodyHandlers.ofByteArray()));
    }

    @Test
    void unreadDownloadPausesUpstream() throws Exception {
        AtomicLong sent = new AtomicLong();
        AtomicBoolean left = new AtomicBoolean();
        upstream.content(request -> sendForEver(request.response(), sent, left));

        try (InputStream unread = download(completed(), BodyHandlers.ofInputStream()).body()) {
            assertThat(unread.read()).isNotNegative();
            AtomicLong before = new AtomicLong(-1);
            await().pollInterval(Duration.ofMillis(300)).until(() -> before.getAndSet(sent.get()) == sent.get());
            assertThat(sent.get()).isLessThan(32 * MEGABYTE);
        }

        await().untilTrue(left);
    }

    /** The upstream keeps sending, so that the idle timeout does not end the request. */
    @Test
    void disconnectedClientEndsUpstreamRequest() throws Exception {
        AtomicBoolean left = new AtomicBoolean();
        upstream.content(request -> {
            HttpServerResponse response = request.response().setChunked(true);
            long drops = request.vertx().setPeriodic(200, drop -> response.write("drop"));
            response.closeHandler(closed -> {
                request.vertx().cancelTimer(drops);
                left.set(true);
            });
            response.write(Buffer.buffer(clip));
        });

        InputStream body = download(completed(), BodyHandlers.ofInputStream()).body();
        assertThat(body.read()).isNotNegative();
        body.close();

        await().untilTrue(left);
    }

    @Test
    void stalledClientIsDisconnected() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/net/tcp")), "skipped: needs a /proc/net/tcp");
        AtomicLong sent = new AtomicLong();
        AtomicBoolean left = new AtomicBoolean();
        upstream.content(request -> sendForEver(request.response(), sent, left));

        try (StalledReader reader = new StalledReader(reelay, ALICE, completed())) {
            await().untilTrue(left);
            await().until(() -> !reader.isConnected());
        }
    }

    @Test
    void thousandAbortedDownloadsLeaveNoUpstreamRequest() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger left = new AtomicInteger();
        upstream.content(request -> {
            asked.incrementAndGet();
            request.response().closeHandler(closed -> left.incrementAndGet());
            request.response().setChunked(true).write(Buffer.buffer(clip).slice(0, MEGABYTE / 16));
        });
        String id = completed();

        for (int visit = 0; visit < VISITS; visit++) {
            try (Socket caller = new Socket(reelay.getHost(), reelay.getPort())) {
                caller.getOutputStream().write("GET /v1/videos/%s/content HTTP/1.1\r\nHost: %s\r\nAuthorization: %s\r\n\r\n"
                        .formatted(id, reelay.getAuthority(), ALICE).getBytes(US_ASCII));
                assertThat(new String(caller.getInputStream().readNBytes("HTTP/1.1 200".length()), US_ASCII))
                        .isEqualTo("HTTP/1.1 200");
            }
        }

        await().until(left::get, equalTo(VISITS));
        assertThat(asked).hasValue(VISITS);
    }

    @Test
    void expiredUpstreamContentReturns404() {
        upstream.content(json(404, "{}"));

        as(ALICE).get("/v1/videos/" + completed() + "/content").then().statusCode(404)
                .body(at("error.code", equalTo("not_found")))
                .body(at("error.message", equalTo("The upstream no longer has the content of this video")));
    }

    @Test
    void failedUpstreamReturns502Or503() {
        upstream.content(answer(500, "text/html", "<html>"), answer(503, "text/plain", ""), request -> request.request()
                .connection().close());
        String id = completed();

        as(ALICE).get("/v1/videos/" + id + "/content").then().statusCode(502).body(at("error.code", equalTo("upstream_error")));
        as(ALICE).get("/v1/videos/" + id + "/content").then().statusCode(503)
                .body(at("error.code", equalTo("upstream_unavailable")));
        as(ALICE).get("/v1/videos/" + id + "/content").then().statusCode(503)
                .body(at("error.code", equalTo("upstream_unavailable")));
    }

    private String completed() {
        String id = create(ALICE, prompt);
        awaitEnd(ALICE, id, "completed");
        return id;
    }

    private <T> HttpResponse<T> download(String id, HttpResponse.BodyHandler<T> into) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(reelay.resolve("/v1/videos/" + id + "/content"))
                .header("Authorization", ALICE).build(), into);
    }

    private Handler<RoutingContext> half(Handler<HttpServerResponse> framing) {
        return request -> {
            framing.handle(request.response());
            request.response().write(Buffer.buffer(clip).slice(0, clip.length / 2))
                    .onComplete(written -> request.request().connection().close());
        };
    }

    private static void sendForEver(HttpServerResponse response, AtomicLong sent, AtomicBoolean left) {
        Buffer chunk = Buffer.buffer(new byte[64 * 1024]);
        response.setChunked(true).closeHandler(closed -> left.set(true));
        Runnable send = () -> {
            while (!left.get() && !response.writeQueueFull()) {
                response.write(chunk);
                sent.addAndGet(chunk.length());
            }
        };
        response.drainHandler(drained -> send.run());
        send.run();
    }

    private static byte[] clip() {
        byte[] bytes = new byte[3 * MEGABYTE];
        new Random(7).nextBytes(bytes);
        return bytes;
    }
}
