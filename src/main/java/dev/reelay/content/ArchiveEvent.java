package dev.reelay.content;

import java.util.Locale;

/** The values of the label {@code event} of the metric {@code reelay.content.archive}. */
enum ArchiveEvent {
    /** The archive had the requested video, with the expected length. */
    HIT,
    /** The archive had no file of a video that the database marks as archived. */
    MISS,
    /** The archived file had a wrong length. */
    DAMAGED,
    /** The archive failed or timed out during a client's request. */
    UNREACHABLE,
    STORED,
    /** A fetch has to wait for the upstream, and does not count as a try. */
    POSTPONED,
    /** A fetch failed and will be retried. */
    FAILED,
    /** The last try of a fetch failed, or the upstream no longer has the content. */
    GIVEN_UP,
    /** The sweeper removed an expired video, or the oldest one of a full archive. */
    EVICTED,
    /** The sweeper removed an orphaned file. */
    FORGOTTEN;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
