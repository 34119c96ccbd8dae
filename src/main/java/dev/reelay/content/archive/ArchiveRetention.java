package dev.reelay.content.archive;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import dev.reelay.content.archive.ArchiveStorage.Entry;

/** The limits of an archive: the maximum age of a file, and the total size in bytes. */
record ArchiveRetention(Duration time, long bytes) {
    /** Returns the entries beyond these limits, the oldest first. */
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
