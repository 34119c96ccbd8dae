package dev.reelay.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Counts the invalid keys that came from each address in its current minute. Knows a limited number of addresses, and forgets
 * the one that was idle for the longest time.
 */
final class BadKeyLimits {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    static final int ADDRESSES = 10_000;

    private final int perMinute;
    private final InstantSource clock;
    private final Map<String, Tally> tallies = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Tally> eldest) {
            return size() > ADDRESSES;
        }
    };

    private record Tally(Instant end, int number) {
    }

    BadKeyLimits(int perMinute, InstantSource clock) {
        this.perMinute = perMinute;
        this.clock = clock;
    }

    /**
     * Counts an invalid key.
     *
     * @return the time to the end of the address's minute if it sent too many, otherwise empty
     */
    synchronized Optional<Duration> count(String address) {
        Instant now = clock.instant();
        Tally before = tallies.get(address);
        Tally tally = before == null || !now.isBefore(before.end) ? new Tally(now.plus(WINDOW), 1)
                : new Tally(before.end, Math.min(perMinute, before.number) + 1);
        tallies.put(address, tally);
        return tally.number > perMinute ? Optional.of(Duration.between(now, tally.end)) : Optional.empty();
    }

    synchronized int size() {
        return tallies.size();
    }
}
