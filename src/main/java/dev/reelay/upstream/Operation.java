package dev.reelay.upstream;

import java.util.Locale;

/** What the upstream is asked for; the manual's three endpoints. */
enum Operation {
    CREATE,
    STATUS,
    CONTENT,
    /** Content for the archive: it can wait for everybody else. */
    ARCHIVE;

    /** Does it leave room in the budget for the creates that are about to be sent? */
    boolean leavesRoomForCreates() {
        return this == STATUS || this == ARCHIVE;
    }

    /** Of the requests per minute; the archive leaves a third to those who ask for news or for bytes. */
    int share(int requestsPerMinute) {
        return this == ARCHIVE ? Math.max(1, requestsPerMinute * 2 / 3) : requestsPerMinute;
    }

    /** For metrics. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
