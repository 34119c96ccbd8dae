package dev.reelay.bench;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One of many readers of an event stream, as a browser is: it knows the last event id and when to reconnect. Parses the lines
 * of its stream, also where they are chunks of an HTTP/1.1 response.
 */
final class Reader {
    /** Is told what a reader parses. */
    interface Observer {
        /** Called when the id of an event has arrived, which is greater than all before. */
        void onEvent(Reader reader);
    }

    private static final String[] FIELDS = { "id: ", "retry: " };
    private static final int SKIP = -1;
    private static final int START = -2;
    /** The size of the last chunk. */
    private static final int ZERO = -3;

    private final Group group;
    private final ReaderLink link;
    private int field = START;
    private int matched;
    private long number;
    private long lastId = -1;
    private int retryMillis = 1000;
    private boolean open;
    private boolean returning;
    private boolean ended;

    /** The readers of one stream. */
    static final class Group {
        private final int number;
        private int readers;
        private int reached;
        private long latest = -1;
        private long first;

        Group(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }

        /** Returns true if the reader was the last one of its group to get that event. */
        boolean isComplete(long id, long now) {
            if (id > latest) {
                latest = id;
                reached = 0;
                first = now;
            }
            return id == latest && ++reached == readers;
        }

        long first() {
            return first;
        }
    }

    Reader(Group group, ReaderLink link) {
        this.group = group;
        this.link = link;
        group.readers++;
    }

    Group group() {
        return group;
    }

    /** Returns the connection, which other readers may share. */
    ReaderLink link() {
        return link;
    }

    /** Returns the id of the last event, -1 before the first. */
    long lastId() {
        return lastId;
    }

    int retryMillis() {
        return retryMillis;
    }

    boolean isOpen() {
        return open;
    }

    /** Notes that the stream begins. */
    void begin() {
        open = true;
        field = START;
        ended = false;
    }

    /** Notes that the stream is over; returns false if the reader waits for its return already. */
    boolean leave() {
        boolean left = !returning;
        open = false;
        returning = true;
        return left;
    }

    /** Asks for the stream. */
    void ask() throws IOException {
        returning = false;
        link.open(this);
    }

    /** Returns true if the last chunk of the response has arrived. */
    boolean hasEnded() {
        return ended;
    }

    /** Parses the next bytes of the stream. */
    void take(ByteBuffer bytes, Observer observer) {
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (field == SKIP) {
                field = next == '\n' ? START : SKIP;
            } else if (field == START) {
                beginLine(next);
            } else if (field == ZERO) {
                ended = next == '\r';
                field = next == '\n' ? START : SKIP;
            } else if (matched < FIELDS[field].length()) {
                field = next == FIELDS[field].charAt(matched++) ? field : next == '\n' ? START : SKIP;
            } else if (next >= '0' && next <= '9') {
                number = number * 10 + next - '0';
            } else {
                complete(observer);
                field = next == '\n' ? START : SKIP;
            }
        }
    }

    private void beginLine(byte next) {
        matched = 1;
        number = 0;
        field = switch (next) {
            case 'i' -> 0;
            case 'r' -> 1;
            case '0' -> ZERO;
            case '\n' -> START;
            default -> SKIP;
        };
    }

    private void complete(Observer observer) {
        if (field == 1) {
            retryMillis = (int) number;
        } else if (number > lastId) {
            lastId = number;
            observer.onEvent(this);
        }
    }
}
