package dev.reelay.upstream.account;

import java.util.Locale;

/** The kinds of request to the upstream: the three endpoints of contract 3, 4 and 5, and the archive's downloads. */
public enum Operation {
    CREATE,
    STATUS,
    CONTENT,
    /** Content for the archive, with a lower priority than all other requests. */
    ARCHIVE;

    private static final int ARCHIVE_THIRDS = 2;

    /** Returns whether this operation leaves permits for the creates that are about to be sent. */
    boolean leavesRoomForCreates() {
        return this == STATUS || this == ARCHIVE;
    }

    /** Returns how many of the requests in a minute this operation may use: two thirds for the archive, all for the others. */
    int share(int requestsPerMinute) {
        return this == ARCHIVE ? Math.max(1, requestsPerMinute * ARCHIVE_THIRDS / 3) : requestsPerMinute;
    }

    /** Returns the value of the metric label {@code operation}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
