package dev.reelay.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Thousands of readers of event streams in a process of their own: one thread, one buffer, and of each connection little
 * more than a counter, so that the servers are measured and not their reader.
 * <p>
 * Its arguments are the port, the number of groups that the readers are dealt out to in turn, and the head of the
 * request, in which {@code %d} (or as in {@link String#format}) stands for the group. A line on its input is a number of
 * readers to add. Its output has a
 * line {@code ready READERS} when all of them have their first event, and {@code event GROUP FIRST LAST} when a whole
 * group has the next one: the nanoseconds at which it reached the first and the last of the group.
 */
final class SubscriberClient {
    /** Reading is what counts; more connects than this at once would overflow what the server accepts. */
    private static final int CONNECTING = 64;

    private final InetSocketAddress server;
    private final String head;
    private final Group[] groups;
    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
    private volatile int wanted;
    private int opened;
    private int ready;

    private static final class Group {
        private final int number;
        private int readers;
        private int reached;
        private long first;

        private Group(int number) {
            this.number = number;
        }
    }

    /** One connection. */
    private static final class Reader {
        private final EventScanner scanner = new EventScanner();
        private final Group group;
        private boolean ready;

        private Reader(Group group) {
            this.group = group;
        }
    }

    private SubscriberClient(int port, int groups, String head) throws IOException {
        this.server = new InetSocketAddress("127.0.0.1", port);
        this.head = head;
        this.groups = new Group[groups];
        Arrays.setAll(this.groups, Group::new);
    }

    public static void main(String[] arguments) throws IOException {
        SubscriberClient client = new SubscriberClient(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]),
                arguments[2]);
        Orders.hear(client::add);
        client.read();
    }

    private void add(int readers) {
        wanted += readers;
        selector.wakeup();
    }

    private void read() throws IOException {
        while (true) {
            while (opened < wanted && opened - ready < CONNECTING) {
                open();
            }
            selector.select(this::serve);
        }
    }

    private void open() throws IOException {
        Group group = groups[opened++ % groups.length];
        SocketChannel channel = SocketChannel.open(server);
        channel.write(ByteBuffer.wrap(head.formatted(group.number).getBytes(StandardCharsets.US_ASCII)));
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, new Reader(group));
    }

    private void serve(SelectionKey key) {
        Reader reader = (Reader) key.attachment();
        buffer.clear();
        try {
            if (((SocketChannel) key.channel()).read(buffer) < 0) {
                throw new IllegalStateException("The server ended a stream");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        long now = System.nanoTime();
        buffer.flip();
        try {
            while (buffer.hasRemaining()) {
                if (reader.scanner.take(buffer.get())) {
                    event(reader, now);
                }
            }
        } catch (IllegalStateException refused) {
            throw new IllegalStateException("Not a stream: " + StandardCharsets.ISO_8859_1.decode(buffer.rewind()), refused);
        }
    }

    private void event(Reader reader, long now) {
        Group group = reader.group;
        if (!reader.ready) {
            reader.ready = true;
            group.readers++;
            if (++ready == wanted) {
                System.out.println("ready " + ready);
            }
            return;
        }
        if (group.reached++ == 0) {
            group.first = now;
        }
        if (group.reached == group.readers) {
            group.reached = 0;
            System.out.println("event " + group.number + " " + group.first + " " + now);
        }
    }
}
