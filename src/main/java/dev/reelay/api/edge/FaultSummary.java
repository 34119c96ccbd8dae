package dev.reelay.api.edge;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Decides which faults are logged: the first of each kind, and then one a minute, with the number since the last one. */
final class FaultSummary {
    private static final long INTERVAL = Duration.ofMinutes(1).toNanos();

    private final Map<ClientFault, Tally> tallies = new EnumMap<>(ClientFault.class);
    private final LongSupplier nanoTime;

    /** The faults of one kind. Its lock is held for two comparisons. */
    private static final class Tally {
        private long number;
        private long loggedAt;

        Tally(long now) {
            this.loggedAt = now - INTERVAL;
        }

        synchronized Optional<Long> count(long now) {
            number++;
            if (now - loggedAt < INTERVAL) {
                return Optional.empty();
            }
            long times = number;
            number = 0;
            loggedAt = now;
            return Optional.of(times);
        }
    }

    /** @param nanoTime the clock, as {@link System#nanoTime} */
    FaultSummary(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        for (ClientFault fault : ClientFault.values()) {
            tallies.put(fault, new Tally(nanoTime.getAsLong()));
        }
    }

    /** Counts a fault. Returns the number since the last logged one if this one is to be logged. */
    Optional<Long> count(ClientFault fault) {
        Tally tally = tallies.get(fault);
        return tally == null ? Optional.empty() : tally.count(nanoTime.getAsLong());
    }
}
