package dev.reelay.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Up to a hundred thousand readers of event streams in a process of their own, with one thread. A reader comes again after its
 * stream ended, with the id of its last event and when the stream told it to, as a browser does.
 * <p>
 * Its arguments are the port, the number of readers of one connection (1: HTTP/1.1, more: HTTP/2), the number of groups to
 * which the readers are dealt out in turn, and the path and the key of the request, in which {@code %d} stands for the group.
 * A line on its input is a number of readers to add. Its output has a line
 * {@code open NANOS READERS REFUSED_CONNECTS RESPONSES_503 LOST ERRORS} when all readers have their streams, and
 * {@code event GROUP ID FIRST LAST} when a whole group has an event: the nanoseconds at which it reached the first and the last
 * of the group.
 */
final class ReaderClient implements Reader.Observer {
    /** Readers of one source address, of which a connection of HTTP/1.1 each takes one of its ports. */
    private static final int OF_ONE_SOURCE = 4000;
    /** Readers that come at once, for the first time. */
    private static final int COMING = 256;
    private static final int SHOWN_ERRORS = 5;
    private static final long FOR_RETRY_AFTER_MILLIS = 2000;

    private final InetSocketAddress server;
    private final int perLink;
    private final String path;
    private final String key;
    private final Reader.Group[] groups;
    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
    private final List<Reader> readers = new ArrayList<>();
    private final PriorityQueue<Return> returns = new PriorityQueue<>();
    private volatile int wanted;
    private int open;
    private int firstOpened;
    private int refused;
    private int repeated;
    private int withoutStream;
    private int errors;

    /** What a reader asks for. */
    record Request(String path, String key, Optional<String> lastId) {
    }

    private record Return(long nanos, Reader reader) implements Comparable<Return> {
        @Override
        public int compareTo(Return other) {
            return Long.signum(nanos - other.nanos);
        }
    }

    private ReaderClient(String[] arguments) throws IOException {
        server = new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0]));
        perLink = Integer.parseInt(arguments[1]);
        groups = new Reader.Group[Integer.parseInt(arguments[2])];
        Arrays.setAll(groups, Reader.Group::new);
        path = arguments[3];
        key = arguments[4];
    }

    public static void main(String[] arguments) throws IOException {
        ReaderClient client = new ReaderClient(arguments);
        Orders.hear(client::add);
        client.run();
    }

    private void add(int readers) {
        wanted += readers;
        selector.wakeup();
    }

    private void run() throws IOException {
        while (true) {
            while (readers.size() < wanted && readers.size() - firstOpened < COMING) {
                addReader();
            }
            long now = System.nanoTime();
            while (!returns.isEmpty() && returns.peek().nanos <= now) {
                returns.remove().reader.ask();
            }
            selector.select(this::serve,
                    returns.isEmpty() ? 0 : Math.max(1, (returns.peek().nanos - now) / 1_000_000));
        }
    }

    private void addReader() throws IOException {
        int number = readers.size();
        InetSocketAddress source = new InetSocketAddress("127.0.0." + (2 + number / OF_ONE_SOURCE), 0);
        ReaderLink link = number % perLink > 0 ? readers.get(number - 1).link()
                : perLink == 1 ? new Http1Link(this, source) : new Http2Link(this, source);
        Reader reader = new Reader(groups[number % groups.length], link);
        link.readers().add(reader);
        readers.add(reader);
        reader.ask();
    }

    private void serve(SelectionKey ready) {
        try {
            ((ReaderLink) ready.attachment()).serve(ready, buffer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    InetSocketAddress server() {
        return server;
    }

    Selector selector() {
        return selector;
    }

    Request requestOf(Reader reader) {
        int group = reader.group().number();
        return new Request(path.formatted(group), key.formatted(group),
                Optional.of(reader.lastId()).filter(id -> id >= 0).map(String::valueOf));
    }

    /** Notes the status of a response. */
    void responded(Reader reader, int status, boolean later) {
        if (status == 200) {
            reader.begin();
            firstOpened = Math.max(firstOpened, ++open);
            if (open == wanted) {
                System.out.println("open %d %d %d %d %d %d".formatted(System.nanoTime(), open, refused, repeated,
                        withoutStream - repeated - errors, errors));
            }
        } else if (status == 503 && later) {
            repeated++;
        } else if (errors++ < SHOWN_ERRORS) {
            System.err.println("A response had the status " + status);
        }
    }

    /** Counts a connect that was refused; each of its readers is {@link #lost} as well. */
    void refused() {
        refused++;
    }

    /** A stream ended, or did not begin. */
    void lost(Reader reader, boolean connectWasRefused) {
        boolean wasOpen = reader.isOpen();
        if (!reader.leave()) {
            return;
        }
        if (wasOpen) {
            open--;
        } else if (!connectWasRefused) {
            withoutStream++;
        }
        long millis = wasOpen || connectWasRefused ? reader.retryMillis() : FOR_RETRY_AFTER_MILLIS;
        returns.add(new Return(System.nanoTime() + millis * 1_000_000, reader));
    }

    @Override
    public void onEvent(Reader reader) {
        long now = System.nanoTime();
        Reader.Group group = reader.group();
        if (group.isComplete(reader.lastId(), now)) {
            System.out.println("event %d %d %d %d".formatted(group.number(), reader.lastId(), group.first(), now));
        }
    }
}
