package dev.reelay.api.edge;

import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.TestDatabase.freshKey;
import static dev.reelay.testing.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

import dev.reelay.testing.LogLines;
import dev.reelay.testing.RawConnection;

/** Attacks over real sockets. Another client is served meanwhile, and no attack is logged as an error or with a stack trace. */
@QuarkusTest
@TestProfile(EdgeProfile.class)
class AttacksTest {
    private static final String LIST = "GET /v1/videos HTTP/1.1\nHost: localhost\nAuthorization: %s\n\n";
    private static final String ABOUT = "GET /about HTTP/1.1\nHost: localhost\n\n";
    private static final String CREATE = "POST /v1/videos HTTP/1.1\nHost: localhost\nContent-Type: application/json\n";

    @TestHTTPResource
    URI reelay;

    @TestHTTPResource(tls = true)
    URI secure;

    private final String key = freshKey();
    private final List<RawConnection> open = new ArrayList<>();
    private LogLines log;

    @BeforeEach
    void listen() {
        log = new LogLines();
    }

    @AfterEach
    void logHasNoErrors() throws IOException {
        for (RawConnection connection : open) {
            connection.close();
        }
        assertThat(log.atLeast(Level.WARNING)).isEmpty();
        log.close();
        await("all connections are closed").until(() -> {
            try {
                othersAreServed();
                return true;
            } catch (IOException full) {
                return false;
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "G", "GET /about HTTP/1.1\n", "GET /about HTTP/1.1\nHost: localhost\nX-Long: ",
            "POST /v1/videos HTTP/1.1\nHost: localhost\nContent-Length: 10\n" })
    void headThatStaysIncompleteIsEnded(String head) throws IOException {
        RawConnection slow = connection().send(head);
        othersAreServed();

        assertThat(slow.readAll()).isEmpty();
    }

    @Test
    void slowHeadOfNextRequestIsEnded() throws IOException {
        RawConnection slow = connection().send(ABOUT);
        assertThat(slow.readResponse()).startsWith("HTTP/1.1 200");
        slow.send("GET /about HT");
        othersAreServed();

        assertThat(slow.readAll()).isEmpty();
    }

    @Test
    void idleConnectionIsClosed() throws IOException {
        RawConnection idle = connection().send(ABOUT);
        assertThat(idle.readResponse()).startsWith("HTTP/1.1 200");

        assertThat(idle.readAll()).isEmpty();
    }

    @Test
    void limitsHoldOverTls() throws IOException {
        for (String head : List.of("", "GET /about HTTP/1.1\n")) {
            assertThat(secureConnection().send(head).readAll()).isEmpty();
        }
        RawConnection idle = secureConnection().send(ABOUT);
        assertThat(idle.readResponse()).startsWith("HTTP/1.1 200");
        assertThat(idle.readAll()).isEmpty();
        RawConnection body = secureConnection().send(CREATE + "Authorization: " + key + "\nContent-Length: 100\n\n{");
        assertThat(body.readAll()).doesNotContain("HTTP/1.1 5");
        othersAreServed();
    }

    @Test
    void rubbishInsteadOfTlsIsEnded() throws IOException {
        URI clear = URI.create("http://%s:%d".formatted(secure.getHost(), secure.getPort()));
        for (String rubbish : List.of(ABOUT, "\u0016\u0003\u0001\u00ff\u00ff\u0001rubbish", "\u0000".repeat(100))) {
            try (RawConnection connection = new RawConnection(clear)) {
                assertThat(connection.send(rubbish).readAll()).doesNotContain("HTTP/1");
            }
        }
        othersAreServed();
    }

    @Test
    void floodOfFaultsIsAFewLines() throws IOException {
        for (int i = 0; i < 300; i++) {
            try (RawConnection connection = new RawConnection(reelay)) {
                connection
                        .send(i % 2 == 0 ? "rubbish\n\n" : "GET /v1/videos HTTP/1.1\nAuthorization: no\nConnection: close\n\n");
                assertThat(RawConnection.statuses(connection.readAll())).hasSize(1);
            }
        }

        assertThat(log.atLeast(Level.INFO)).hasSizeLessThan(20);
    }

    @ParameterizedTest
    @ValueSource(strings = { "Content-Length: 100\n\n{", "Transfer-Encoding: chunked\n\n1\n{\n", "Content-Length: 100\n\n",
            "Transfer-Encoding: chunked\n\n5\n{" })
    void bodyThatStandsStillIsEnded(String body) throws IOException {
        RawConnection slow = connection().send(CREATE + "Authorization: " + key + "\n" + body);
        RawConnection without = connection().send(CREATE + body);
        othersAreServed();

        assertThat(slow.readAll()).doesNotContain("HTTP/1.1 5");
        assertThat(without.readAll()).startsWith("HTTP/1.1 401");
    }

    @Test
    void requestsWithoutReaderStayInTheSocket() throws Exception {
        RawConnection reader = connection(4096);
        Thread writer = new Thread(() -> {
            try {
                String requests = "GET /v1/videos HTTP/1.1\nHost: localhost\n\n".repeat(1000);
                while (true) {
                    reader.send(requests);
                }
            } catch (IOException closed) {
                // The server ended the connection.
            }
        });
        writer.start();
        othersAreServed();

        writer.join();
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws IOException {
        RawConnection pipeline = connection();
        for (int i = 0; i < 500; i++) {
            pipeline.send(i % 2 == 0 ? ABOUT : LIST.formatted(key));
        }
        for (int i = 0; i < 500; i++) {
            assertThat(pipeline.readResponse()).startsWith("HTTP/1.1 200").contains(i % 2 == 0 ? "version" : "\"data\"");
        }
    }

    @ParameterizedTest
    @MethodSource("floods")
    void largeHeadIsRefused(String head, int status) throws IOException {
        assertThat(RawConnection.statuses(connection().send(head).readAll())).containsExactly(status);
        othersAreServed();
    }

    static Stream<Arguments> floods() {
        String start = "GET /about HTTP/1.1\nHost: localhost\n";
        return Stream.of(
                arguments(start + "X: " + "a".repeat(100_000) + "\n\n", 431),
                arguments(start + "X: a\n".repeat(10_000) + "\n", 431),
                arguments("GET /" + "a".repeat(100_000) + " HTTP/1.1\n\n", 414));
    }

    /** Requests of which another server in front could see one, and this one two. */
    @ParameterizedTest
    @MethodSource("smuggling")
    void ambiguousRequestIsAnsweredOnce(String request) throws IOException {
        String answers = connection().send(request).readAll();

        assertThat(RawConnection.statuses(answers).filter(status -> status != 400)).as(answers).hasSizeLessThanOrEqualTo(1);
        othersAreServed();
    }

    static Stream<String> smuggling() {
        String inner = "GET /about HTTP/1.1\nHost: localhost\n\n";
        String start = "POST /v1/videos HTTP/1.1\nHost: localhost\n";
        return Stream.of(
                start + "Content-Length: 5\nTransfer-Encoding: chunked\n\n0\n\n" + inner,
                start + "Transfer-Encoding: chunked\nContent-Length: 5\n\n0\n\n" + inner,
                start + "Content-Length: 0\nContent-Length: 44\n\n" + inner,
                start + "Content-Length: 44\nContent-Length: 0\n\n" + inner,
                start + "Content-Length: 0, 44\n\n" + inner,
                start + "Content-Length: +0\n\n" + inner,
                start + "Content-Length: 0x0\n\n" + inner,
                start + "Content-Length: -1\n\n" + inner,
                start + "Transfer-Encoding: chunked\n\nzz\n" + inner,
                start + "Transfer-Encoding: chunked\n\n-1\n\n" + inner,
                start + "Transfer-Encoding: chunked\n\n100000000\n" + inner,
                start + "Transfer-Encoding: xchunked\n\n0\n\n" + inner,
                start + "Transfer-Encoding: chunked, identity\n\n0\n\n" + inner,
                start + "Transfer-Encoding: identity, chunked\n\n0\n\n" + inner,
                start + "Transfer-Encoding : chunked\n\n0\n\n" + inner,
                start + "Transfer-Encoding: chunked\nTransfer-Encoding: identity\n\n0\n\n" + inner,
                start + " Transfer-Encoding: chunked\n\n0\n\n" + inner,
                start + "Content-Length : 0\n\n" + inner,
                start + "Content-Length: 0\n 44\n\n" + inner,
                "GET /about HTTP/2.0\nHost: localhost\n\n" + inner,
                "GET /about HTTP/1.2\nHost: localhost\n\n" + inner,
                start + "X: a\0Content-Length: 0\0\0" + inner,
                "GET /about HTTP/1.1\0Host: localhost\0\0" + inner,
                start + "Transfer-Encoding: chunked\n\n0;a=\0\n\n" + inner,
                start + "Transfer-Encoding: chunked\n\n0\nX: a\0\n\n" + inner);
    }

    @Test
    void rubbishIsRefused() throws IOException {
        assertThat(connection().send("\u0016\u0003\u0001\u0002\u0000\u0001\n\n").readAll()).isEmpty();
        assertThat(RawConnection.statuses(connection().send("rubbish\n\n").readAll())).containsExactly(400);
    }

    @ParameterizedTest
    @CsvSource({ "/v1/videos, application/json", "/v1/videos, multipart/form-data; boundary=b",
            "/sandbox/v1/videos, multipart/form-data; boundary=b" })
    void brokenBodyIsNoErrorOfTheServer(String path, String type) throws IOException {
        String create = "POST %s HTTP/1.1\nHost: localhost\nAuthorization: %s\nContent-Type: %s\n".formatted(path,
                path.startsWith("/sandbox") ? "sk-sandbox" : key, type);
        for (String body : List.of("Transfer-Encoding: chunked\n\nzz\n", "Transfer-Encoding: chunked\n\n1\n{zzz",
                "Transfer-Encoding: chunked\n\n1\n{\n0\nX: \0\n\n", "Transfer-Encoding: chunked\n\n7fffffff\n{")) {
            connection().send(create + body);
        }
        for (String body : List.of("Content-Length: 100\n\n{", "Transfer-Encoding: chunked\n\n5\n--b\n1",
                "Content-Length: 100\n\n--b\nContent-Disposition: form-data; name=\"prompt\"\n\na")) {
            try (RawConnection aborted = connection()) {
                aborted.send(create + body);
            }
        }
        othersAreServed();
        for (RawConnection connection : open.subList(0, 4)) {
            assertThat(connection.readAll()).doesNotContain("HTTP/1.1 5");
        }
    }

    @Test
    void http2IsNotOfferedInClear() throws IOException {
        assertThat(connection().send("PRI * HTTP/2.0\n\nSM\n\n").readAll()).doesNotContain("HTTP/2");
        assertThat(connection().send("GET /about HTTP/1.1\nHost: localhost\nConnection: Upgrade, HTTP2-Settings, close\n"
                + "Upgrade: h2c\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\n\n").readAll()).startsWith("HTTP/1.1 200");
    }

    @Test
    void manyBadKeysOfOneAddressAreSlowedDownAndValidKeysAreNot() throws IOException {
        RawConnection guesser = connection();
        String answer = "";
        for (int i = 0; i <= EdgeProfile.BAD_KEYS; i++) {
            answer = guesser.send(LIST.formatted("sk-guess" + i)).readResponse();
        }

        assertThat(answer).startsWith("HTTP/1.1 429").containsIgnoringCase("retry-after: ");
        assertThat(guesser.send(LIST.formatted(key)).readResponse()).startsWith("HTTP/1.1 200");
        assertThat(guesser.send("GET /v1/videos HTTP/1.1\nHost: localhost\n\n").readResponse()).startsWith("HTTP/1.1 401");
    }

    @Test
    void lastConnectionsAreForHealthAndValidKeys() throws Exception {
        List<RawConnection> holders = IntStream.range(0, EdgeProfile.CONNECTIONS * 9 / 10).mapToObj(number -> held()).toList();
        assertThat(holders).isNotEmpty();

        String refused = connection().send(ABOUT).readAll();
        assertThat(refused).startsWith("HTTP/1.1 503").containsIgnoringCase("connection: close")
                .containsIgnoringCase("retry-after");
        assertThat(connection().send(LIST.formatted("sk-wrong")).readAll()).startsWith("HTTP/1.1 4");
        assertThat(connection().send("GET /q/health/live HTTP/1.1\nHost: localhost\n\n").readAll()).startsWith("HTTP/1.1 200");
        RawConnection valid = connection().send(LIST.formatted(key));
        assertThat(valid.readResponse()).startsWith("HTTP/1.1 200").doesNotContainIgnoringCase("connection: close");
        assertThat(valid.send(ABOUT).readResponse()).startsWith("HTTP/1.1 200");
    }

    @Test
    void connectionsAboveTheLimitAreClosed() throws Exception {
        List<RawConnection> holders = IntStream.range(0, EdgeProfile.CONNECTIONS).mapToObj(number -> held()).toList();

        assertThat(connection().readAll()).isEmpty();
        holders.get(0).close();
        await().until(() -> {
            try (RawConnection next = new RawConnection(reelay)) {
                return next.send(LIST.formatted(ALICE)).readAll().startsWith("HTTP/1.1 200");
            }
        });
    }

    /** Returns a connection with an event stream. */
    private RawConnection held() {
        try {
            RawConnection connection = connection()
                    .send("GET /v1/videos/events HTTP/1.1\nHost: localhost\nAuthorization: %s\n\n"
                            .formatted(key));
            assertThat(connection.readHead()).startsWith("HTTP/1.1 200");
            return connection;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private RawConnection secureConnection() throws IOException {
        RawConnection connection = new RawConnection(secure);
        open.add(connection);
        return connection;
    }

    private RawConnection connection() throws IOException {
        return connection(0);
    }

    private RawConnection connection(int receiveBuffer) throws IOException {
        RawConnection connection = new RawConnection(reelay, receiveBuffer);
        open.add(connection);
        return connection;
    }

    private void othersAreServed() throws IOException {
        try (RawConnection other = new RawConnection(reelay)) {
            assertThat(other.send(LIST.formatted(ALICE)).readResponse()).startsWith("HTTP/1.1 200");
        }
    }
}
