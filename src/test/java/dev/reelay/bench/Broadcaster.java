package dev.reelay.bench;

import java.util.function.LongSupplier;

/** A server of event streams with its readers. */
final class Broadcaster implements AutoCloseable {
    /** Makes one event for the readers of a group. */
    interface Announcer {
        void announce(int group) throws Exception;
    }

    private static final int FIRST_VISITS = 5;
    private static final int FIRST_READERS = 100;
    private static final int FIRST_EVENTS = 5;

    private final Announcer announcer;
    private final LongSupplier resident;
    private final Subscribers readers;
    private long residentBefore;
    private int count;

    /**
     * Some readers come and go, several times, before anything is measured: classes are loaded, and code is compiled, once
     * and not for each reader. There are never many at once, since a server may keep the memory of those that left.
     *
     * @param resident
     *        in KB
     */
    Broadcaster(int port, int groups, String path, Announcer announcer, LongSupplier resident) throws Exception {
        this.announcer = announcer;
        this.resident = resident;
        for (int visit = 0; visit < FIRST_VISITS; visit++) {
            visit(port, path.formatted(0));
        }
        readers = Subscribers.start(port, groups, path);
    }

    private void visit(int port, String path) throws Exception {
        try (Subscribers first = Subscribers.start(port, 1, path)) {
            first.add(FIRST_READERS);
            for (int event = 0; event < FIRST_EVENTS; event++) {
                announcer.announce(0);
                first.receipt();
            }
        }
    }

    /** From now on what it takes is its readers'. */
    void begin() {
        residentBefore = resident.getAsLong();
    }

    /** Adds readers until there are so many. */
    void growTo(int total) {
        readers.add(total - count);
        count = total;
    }

    /** What the server has taken since before the first of them, for each: in KB. */
    double memoryOfOne() {
        return (double) (resident.getAsLong() - residentBefore) / count;
    }

    /** Waits until it has given back what it needed to start, or to let them in. */
    void settle() {
        Memory.settled(resident);
    }

    /** Of the server and all of them, in MB. */
    double memoryOfAll() {
        return resident.getAsLong() / 1024.0;
    }

    /** One event for one group: from its first reader's receipt to its last one's, in ms. */
    double fanOut(int group) throws Exception {
        announcer.announce(group);
        return readers.receipt().nanos() / 1e6;
    }

    @Override
    public void close() {
        readers.close();
    }
}
