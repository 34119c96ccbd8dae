package dev.reelay.access.issued;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Whether a key is valid. */
public enum KeyStatus {
    ACTIVE,
    /** Its time is over; a later end makes it active again. */
    EXPIRED,
    /** An administrator ended it for ever. */
    REVOKED;

    /** Returns the word in JSON and in the queries of rows. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the status with this word, or empty. */
    public static Optional<KeyStatus> parse(String wireName) {
        return Arrays.stream(values()).filter(status -> status.wireName().equals(wireName)).findFirst();
    }
}
