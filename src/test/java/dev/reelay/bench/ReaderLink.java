package dev.reelay.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

import org.jspecify.annotations.Nullable;

/** A connection of readers to the server, which is opened again after it ended. */
abstract class ReaderLink {
    private final ReaderClient client;
    private final InetSocketAddress source;
    private final List<Reader> readers = new ArrayList<>();
    private final Queue<Reader> waiting = new ArrayDeque<>();
    private @Nullable SocketChannel channel;

    ReaderLink(ReaderClient client, InetSocketAddress source) {
        this.client = client;
        this.source = source;
    }

    ReaderClient client() {
        return client;
    }

    List<Reader> readers() {
        return readers;
    }

    /** Sends the request of a reader, now or as soon as there is a connection. */
    void open(Reader reader) throws IOException {
        if (channel != null && channel.isConnected()) {
            request(reader);
            return;
        }
        waiting.add(reader);
        if (channel == null) {
            channel = SocketChannel.open().bind(source);
            channel.configureBlocking(false);
            try {
                channel.connect(client.server());
                channel.register(client.selector(), SelectionKey.OP_CONNECT, this);
            } catch (IOException e) {
                close(true);
            }
        }
    }

    /** Does what the channel is ready for. A failure ends the connection. */
    void serve(SelectionKey key, ByteBuffer buffer) throws IOException {
        boolean connects = key.isConnectable();
        try {
            if (connects) {
                ((SocketChannel) key.channel()).finishConnect();
                key.interestOps(SelectionKey.OP_READ);
                begin();
                while (!waiting.isEmpty()) {
                    request(waiting.remove());
                }
                return;
            }
            buffer.clear();
            if (((SocketChannel) key.channel()).read(buffer) < 0) {
                close(false);
                return;
            }
            read(buffer.flip());
        } catch (IOException e) {
            close(connects);
        }
    }

    /** Closes the connection; its readers come again later. */
    void close(boolean refused) throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
            forget();
            waiting.clear();
            if (refused) {
                client.refused();
            }
            readers.forEach(reader -> client.lost(reader, refused));
        }
    }

    boolean isClosed() {
        return channel == null;
    }

    void write(ByteBuffer bytes) throws IOException {
        if (channel != null && channel.write(bytes) >= 0 && bytes.hasRemaining()) {
            throw new IllegalStateException("Requests fill the socket");
        }
    }

    /** Writes what precedes the first request. */
    abstract void begin() throws IOException;

    abstract void request(Reader reader) throws IOException;

    abstract void read(ByteBuffer bytes) throws IOException;

    /** Forgets the state of a connection that has ended. */
    abstract void forget();
}
