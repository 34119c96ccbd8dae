package dev.reelay.content;

import java.util.Locale;

/** What happens with the archive, for metrics. */
enum ArchiveEvent {
    /** A caller got the archive's copy. */
    HIT,
    /** There was none, though there should have been. */
    MISS,
    /** It had not the length that it should have. */
    DAMAGED,
    /** The archive did not answer a caller's request. */
    UNREACHABLE,
    STORED,
    /** The upstream's limit left no room for a fetch. */
    POSTPONED,
    /** A fetch, which is repeated. */
    FAILED,
    /** It is fetched no more: gone at the upstream, or tried too often. */
    GIVEN_UP,
    /** Removed, since it was too old or the archive too full. */
    EVICTED,
    /** Removed with its video. */
    FORGOTTEN;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
