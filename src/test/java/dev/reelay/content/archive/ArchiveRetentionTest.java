package dev.reelay.content.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.reelay.content.archive.ArchiveStorage.Entry;
import dev.reelay.video.VideoId;

class ArchiveRetentionTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_000_000);

    private final ArchiveRetention retention = new ArchiveRetention(Duration.ofHours(1), 100);
    private final Entry fresh = entry("fresh", 40, 1);
    private final Entry older = entry("older", 40, 20);
    private final Entry oldest = entry("oldest", 40, 50);
    private final Entry expired = entry("expired", 1, 61);

    @Test
    void entriesWithinLimitsStay() {
        assertThat(retention.excess(List.of(), NOW)).isEmpty();
        assertThat(retention.excess(List.of(fresh, older), NOW)).isEmpty();
        assertThat(retention.excess(List.of(entry("all", 100, 60)), NOW)).isEmpty();
    }

    @Test
    void expiredEntryIsExcessBelowSizeLimit() {
        assertThat(retention.excess(List.of(fresh, expired), NOW)).containsExactly(expired);
    }

    @Test
    void oldestEntriesAreExcessUntilRestFits() {
        assertThat(retention.excess(List.of(fresh, oldest, older), NOW)).containsExactly(oldest);
        assertThat(retention.excess(List.of(entry("large", 90, 2), older, fresh, oldest, expired), NOW))
                .extracting(Entry::id).extracting(VideoId::value).containsExactly("expired", "oldest", "older", "large");
    }

    private static Entry entry(String id, long bytes, int minutesOld) {
        return new Entry(new VideoId(id), bytes, NOW.minus(Duration.ofMinutes(minutesOld)));
    }
}
