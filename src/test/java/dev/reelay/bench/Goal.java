package dev.reelay.bench;

import java.util.Locale;

/** What a figure of ours, or its ratio to that of what it is compared with, should reach. */
record Goal(boolean ofRatio, boolean atMost, double limit) {
    static Goal ratioAtMost(double limit) {
        return new Goal(true, true, limit);
    }

    static Goal ratioAtLeast(double limit) {
        return new Goal(true, false, limit);
    }

    static Goal atMost(double limit) {
        return new Goal(false, true, limit);
    }

    boolean isMet(double figure) {
        return atMost ? figure <= limit : figure >= limit;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s %s %s", ofRatio ? "ratio" : "reelay", atMost ? "<=" : ">=",
                Figure.text(limit));
    }
}
