package dev.reelay.api.edge;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the connections of this node, and those of each holder. The holder of a connection is the address of the client, and
 * from its first valid key on the owner of that key. Clients behind one proxy thus do not share one limit.
 */
final class OpenConnections {
    private static final int CROWDED_PERCENT = 90;

    private final int limit;
    private final int perHolder;
    private final AtomicInteger open = new AtomicInteger();
    private final ConcurrentMap<String, Integer> holders = new ConcurrentHashMap<>();

    OpenConnections(int limit, int perHolder) {
        this.limit = limit;
        this.perHolder = perHolder;
    }

    /** Counts a new connection, unless the limit of all connections or that of the holder is reached. */
    boolean open(String holder) {
        if (open.incrementAndGet() > limit) {
            open.decrementAndGet();
            return false;
        }
        if (!hold(holder)) {
            open.decrementAndGet();
            return false;
        }
        return true;
    }

    /** Removes a connection from the counts. */
    void close(String holder) {
        open.decrementAndGet();
        release(holder);
    }

    /** Moves a connection to another holder, unless the limit of that one is reached. */
    boolean move(String from, String to) {
        if (!hold(to)) {
            return false;
        }
        release(from);
        return true;
    }

    /** Returns true if more than 90 % of the connections are in use. */
    boolean isCrowded() {
        return open.get() > (long) limit * CROWDED_PERCENT / 100;
    }

    int count() {
        return open.get();
    }

    private boolean hold(String holder) {
        boolean[] held = { true };
        holders.compute(holder, (name, count) -> {
            held[0] = count == null || count < perHolder;
            return count == null ? 1 : held[0] ? count + 1 : count;
        });
        return held[0];
    }

    private void release(String holder) {
        holders.computeIfPresent(holder, (name, count) -> count == 1 ? null : count - 1);
    }
}
