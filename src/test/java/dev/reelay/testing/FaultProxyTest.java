package dev.reelay.testing;

import static dev.reelay.testing.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.reelay.testing.FaultProxy.Direction;

/** Each fault between a client and a server that are plain sockets. */
class FaultProxyTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final int MEGABYTE = 1024 * 1024;
    /** Long enough to see that nothing comes. */
    private static final int MOMENT = 100;

    private final byte[] megabyte = new byte[MEGABYTE];
    private ServerSocket server;
    private FaultProxy proxy;
    private Socket client;
    private Socket answerer;

    @BeforeEach
    void start() throws IOException {
        new Random(7).nextBytes(megabyte);
        server = new ServerSocket(0, 0, LOOPBACK);
        proxy = FaultProxy.to("127.0.0.1", server.getLocalPort(), new Random(7));
        reconnect();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        answerer.close();
        proxy.close();
        server.close();
    }

    @Test
    void withoutFaultAllBytesAndTheEndArrive() throws Exception {
        client.getOutputStream().write(megabyte);
        client.close();

        assertThat(answerer.getInputStream().readAllBytes()).isEqualTo(megabyte);
        await().until(() -> proxy.connections() == 0);
    }

    @Test
    void delayedBytesKeepTheirOrder() throws Exception {
        proxy.delay(Duration.ofMillis(20), Duration.ofMillis(50));
        long start = System.nanoTime();
        send(client, megabyte);

        assertThat(answerer.getInputStream().readNBytes(MEGABYTE)).isEqualTo(megabyte);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(20));
    }

    @Test
    void bandwidthBoundsTheBytesOnTheirWay() throws Exception {
        proxy.bandwidth(4 * MEGABYTE);
        long start = System.nanoTime();
        send(answerer, megabyte);

        assertThat(client.getInputStream().readNBytes(MEGABYTE)).isEqualTo(megabyte);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(200));
    }

    @Test
    void senderWaitsForTheReceiver() throws Exception {
        CompletableFuture<Void> sent = send(client, new byte[64 * MEGABYTE]);

        assertThat(answerer.getInputStream().readNBytes(MEGABYTE)).hasSize(MEGABYTE);
        assertThat(sent).isNotDone();
        answerer.getInputStream().skipNBytes(63 * MEGABYTE);
        sent.join();
    }

    @Test
    void cutClosesOnceAndRefuseUntilLifted() throws Exception {
        proxy.cut();
        assertThat(client.getInputStream().read()).isNegative();
        assertThat(answerer.getInputStream().read()).isNegative();
        reconnect();
        assertPasses(client, answerer);

        proxy.refuse();
        assertThat(client.getInputStream().read()).isNegative();
        try (Socket refused = new Socket(LOOPBACK, proxy.port())) {
            assertThatExceptionOfType(SocketException.class).isThrownBy(() -> refused.getInputStream().read());
        }
        proxy.lift();
        reconnect();
        assertPasses(client, answerer);
    }

    @Test
    void halfOpenConnectionPassesOneDirection() throws Exception {
        proxy.halfOpen(Direction.TO_CLIENT);

        assertPasses(client, answerer);
        answerer.getOutputStream().write(1);
        answerer.close();
        assertSilent(client);
        proxy.lift();
        assertThat(client.getInputStream().readAllBytes()).containsExactly(1);
    }

    @Test
    void silencedBytesArriveLater() throws Exception {
        proxy.silence();
        Socket another = new Socket(LOOPBACK, proxy.port());
        CompletableFuture<Void> sent = send(client, megabyte);
        another.getOutputStream().write(2);

        assertSilent(answerer);
        proxy.lift();
        assertThat(answerer.getInputStream().readNBytes(MEGABYTE)).isEqualTo(megabyte);
        assertThat(server.accept().getInputStream().read()).isEqualTo(2);
        sent.join();
        another.close();
    }

    @Test
    void forgottenConnectionsStaySilent() throws Exception {
        proxy.forget();
        Socket another = new Socket(LOOPBACK, proxy.port());
        another.getOutputStream().write(1);
        client.getOutputStream().write(1);
        assertSilent(answerer);
        assertSilent(another);

        proxy.lift();

        assertSilent(answerer);
        assertSilent(another);
        another.close();
        client.close();
        await().until(() -> proxy.connections() == 0);
        reconnect();
        assertPasses(client, answerer);
    }

    @Test
    void resetComesAfterThatNumberOfBytes() throws Exception {
        assertPasses(client, answerer);
        proxy.resetAfter(Direction.TO_SERVER, 700);
        client.getOutputStream().write(megabyte, 0, 500);
        assertThat(answerer.getInputStream().readNBytes(500)).hasSize(500);
        assertThat(proxy.awaitsReset(Direction.TO_SERVER)).isTrue();
        client.getOutputStream().write(megabyte, 0, 500);

        assertThat(answerer.getInputStream().readNBytes(200)).hasSize(200);
        assertThatExceptionOfType(SocketException.class).isThrownBy(() -> answerer.getInputStream().read());
        assertThat(proxy.awaitsReset(Direction.TO_SERVER)).isFalse();
        reconnect();
        assertPasses(client, answerer);
    }

    @Test
    void newConnectionsGoToTheServerOfNow() throws Exception {
        try (ServerSocket next = new ServerSocket(0, 0, LOOPBACK)) {
            proxy.redirect("127.0.0.1", next.getLocalPort());
            try (Socket caller = new Socket(LOOPBACK, proxy.port()); Socket taken = next.accept()) {
                assertPasses(caller, taken);
            }
            assertPasses(client, answerer);
        }
    }

    private void reconnect() throws IOException {
        client = new Socket(LOOPBACK, proxy.port());
        answerer = server.accept();
        await().until(() -> proxy.connections() == 1);
    }

    private static CompletableFuture<Void> send(Socket from, byte[] bytes) {
        return CompletableFuture.runAsync(() -> {
            try {
                from.getOutputStream().write(bytes);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static void assertPasses(Socket from, Socket to) throws IOException {
        from.getOutputStream().write(42);
        assertThat(to.getInputStream().read()).isEqualTo(42);
    }

    private static void assertSilent(Socket socket) throws IOException {
        socket.setSoTimeout(MOMENT);
        assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> socket.getInputStream().read());
        socket.setSoTimeout(0);
    }
}
