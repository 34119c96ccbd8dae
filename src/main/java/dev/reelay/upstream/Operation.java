package dev.reelay.upstream;

import java.util.Locale;

/** What the upstream is asked for; the manual's three endpoints. */
enum Operation {
    CREATE,
    STATUS,
    CONTENT;

    /** For metrics. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
