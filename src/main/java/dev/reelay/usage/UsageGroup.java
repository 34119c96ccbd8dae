package dev.reelay.usage;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What sums can be grouped by. */
public enum UsageGroup {
    KEY("key_id"),
    OWNER("owner"),
    MODEL("model"),
    /** The upstream account that had the videos. */
    ACCOUNT("account"),
    /** {@code completed}, {@code failed} or {@code cancelled}. */
    STATUS("status");

    private final String column;

    UsageGroup(String column) {
        this.column = column;
    }

    /** Returns the word in requests and responses. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the group with this word, or empty. */
    public static Optional<UsageGroup> parse(String wireName) {
        return Arrays.stream(values()).filter(group -> group.wireName().equals(wireName)).findFirst();
    }

    String column() {
        return column;
    }
}
