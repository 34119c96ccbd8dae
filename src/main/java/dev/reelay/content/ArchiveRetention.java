package dev.reelay.content;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import dev.reelay.content.ArchiveStorage.Entry;

/** What an archive keeps: nothing for longer than {@code time}, and the newest {@code bytes}. */
record ArchiveRetention(Duration time, long bytes) {
    /** Those that have to go, the oldest first. */
    List<Entry> excess(List<Entry> entries, Instant now) {
        List<Entry> going = new ArrayList<>();
        long left = entries.stream().mapToLong(Entry::bytes).sum();
        for (Entry oldest : entries.stream().sorted(Comparator.comparing(Entry::since)).toList()) {
            if (left <= bytes && !oldest.since().isBefore(now.minus(time))) {
                return going;
            }
            going.add(oldest);
            left -= oldest.bytes();
        }
        return going;
    }
}
