package dev.reelay.access.issued;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import io.vertx.core.json.JsonObject;

/**
 * Something that an administrator did.
 *
 * @param subject the id of the key
 * @param before the settings of the key before; empty if there was none
 */
public record AuditEntry(String id, Instant created, Administrator admin, Action action, String subject,
        Optional<JsonObject> before, Optional<JsonObject> after) {

    /** The kinds of acts. */
    public enum Action {
        CREATE,
        UPDATE,
        ROTATE,
        REVOKE;

        private static final String PREFIX = "key.";

        /** Returns the word in JSON and in rows, such as {@code key.create}. */
        public String wireName() {
            return PREFIX + name().toLowerCase(Locale.ROOT);
        }

        /** Returns the action with this word, or empty. */
        public static Optional<Action> parse(String wireName) {
            return Arrays.stream(values()).filter(action -> action.wireName().equals(wireName)).findFirst();
        }
    }
}
