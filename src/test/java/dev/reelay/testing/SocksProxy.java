package dev.reelay.testing;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;

/**
 * A proxy (SOCKS5, RFC 1928) that connects to nothing. It shows to which addresses a client would have connected, also to
 * those that this machine does not have.
 */
public final class SocksProxy implements AutoCloseable {
    private static final int ADDRESS_AT = 4;
    private static final int IPV6 = 4;

    private final Vertx vertx = Vertx.vertx();
    private final List<InetAddress> destinations = new CopyOnWriteArrayList<>();
    private final NetServer server = vertx.createNetServer().connectHandler(this::greet);

    public SocksProxy() {
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
    }

    /** Returns the proxy as a client needs it. */
    public ProxyOptions options() {
        return new ProxyOptions().setType(ProxyType.SOCKS5).setHost("127.0.0.1").setPort(server.actualPort());
    }

    /** Returns the addresses of all connects so far. */
    public List<InetAddress> destinations() {
        return List.copyOf(destinations);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void greet(NetSocket client) {
        client.handler(greeting -> {
            client.handler(request -> refuse(client, request));
            client.write(Buffer.buffer(new byte[] { 5, 0 }));
        });
    }

    private void refuse(NetSocket client, Buffer request) {
        int length = request.getByte(ADDRESS_AT - 1) == IPV6 ? 16 : 4;
        try {
            destinations.add(InetAddress.getByAddress(request.getBytes(ADDRESS_AT, ADDRESS_AT + length)));
        } catch (UnknownHostException wrongLength) {
            throw new IllegalArgumentException(Arrays.toString(request.getBytes()), wrongLength);
        }
        byte connectionRefused = 5;
        client.end(Buffer.buffer(new byte[] { 5, connectionRefused, 0, 1, 0, 0, 0, 0, 0, 0 }));
    }
}
