package dev.reelay.content;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntSupplier;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;

/** A proxy for a server on loopback, which can break a response in the middle. */
final class CuttingProxy {
    private static final String LOOPBACK = "127.0.0.1";

    private final Vertx vertx = Vertx.vertx();
    private final Queue<Integer> cuts = new ConcurrentLinkedQueue<>();
    private final IntSupplier server;
    private final NetServer proxy;

    /** @param server returns the current port of the server */
    CuttingProxy(IntSupplier server) {
        this.server = server;
        this.proxy = vertx.createNetServer().connectHandler(this::connect).listen(0, LOOPBACK)
                .toCompletionStage().toCompletableFuture().join();
    }

    int port() {
        return proxy.actualPort();
    }

    /** Breaks the next responses after these numbers of bytes, one after another. */
    void cutAfter(Integer... bytes) {
        cuts.addAll(List.of(bytes));
    }

    /** Returns the number of pending cuts. */
    int cuts() {
        return cuts.size();
    }

    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void connect(NetSocket caller) {
        caller.pause();
        vertx.createNetClient().connect(server.getAsInt(), LOOPBACK)
                .onSuccess(connected -> new Connection(caller, connected).join())
                .onFailure(refused -> caller.close());
    }

    private final class Connection {
        private final NetSocket caller;
        private final NetSocket server;
        private int answered;

        Connection(NetSocket caller, NetSocket server) {
            this.caller = caller;
            this.server = server;
        }

        void join() {
            server.handler(this::answer).closeHandler(closed -> caller.close());
            caller.handler(this::ask).closeHandler(closed -> server.close());
            caller.resume();
        }

        private void ask(Buffer bytes) {
            answered = 0;
            server.write(bytes);
        }

        private void answer(Buffer bytes) {
            answered += bytes.length();
            caller.write(bytes);
            Integer cut = cuts.peek();
            if (cut != null && answered > cut) {
                cuts.remove();
                caller.close();
            }
        }
    }
}
