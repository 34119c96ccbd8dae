package dev.reelay.testing;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import dev.reelay.testing.FaultProxy.Direction;

/** The present faults of a {@link FaultProxy}. Only its event loop reads and writes them. */
final class Faults {
    private final Random random;
    private final Set<Direction> stopped = EnumSet.noneOf(Direction.class);
    private final Map<Direction, Long> resets = new EnumMap<>(Direction.class);
    private Duration delay = Duration.ZERO;
    private Duration jitter = Duration.ZERO;
    private long bytesPerSecond;
    private boolean refusing;
    private boolean forgetting;

    Faults(Random random) {
        this.random = random;
    }

    void delay(Duration each, Duration upToMore) {
        delay = each;
        jitter = upToMore;
    }

    /** @param newBytesPerSecond 0 for no limit */
    void bandwidth(long newBytesPerSecond) {
        bytesPerSecond = newBytesPerSecond;
    }

    void stop(Set<Direction> directions) {
        stopped.addAll(directions);
    }

    void refuse() {
        refusing = true;
    }

    void forget() {
        forgetting = true;
    }

    void reset(Direction direction, long afterBytes) {
        resets.put(direction, afterBytes);
    }

    void lift() {
        delay(Duration.ZERO, Duration.ZERO);
        bandwidth(0);
        stopped.clear();
        resets.clear();
        refusing = false;
        forgetting = false;
    }

    /** Returns how long the next bytes are on their way, with the jitter. */
    long nextDelayNanos() {
        return delay.toNanos() + (long) (jitter.toNanos() * random.nextDouble());
    }

    long bytesPerSecond() {
        return bytesPerSecond;
    }

    boolean stops(Direction direction) {
        return stopped.contains(direction);
    }

    boolean refuses() {
        return refusing;
    }

    boolean forgets() {
        return forgetting;
    }

    /** Returns whether a connection through which this number of bytes went is to be reset. */
    boolean resets(Direction direction, long bytes) {
        return bytes >= bytesUntilReset(direction);
    }

    /** Returns the number of bytes that a connection may pass on before its reset. */
    long bytesUntilReset(Direction direction) {
        return resets.getOrDefault(direction, Long.MAX_VALUE);
    }

    /** A reset happens to one connection. */
    void resetDone(Direction direction) {
        resets.remove(direction);
    }
}
