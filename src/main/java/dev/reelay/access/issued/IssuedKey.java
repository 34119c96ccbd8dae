package dev.reelay.access.issued;

import java.time.Instant;
import java.util.Optional;

import dev.reelay.access.CallerKey;
import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;

/**
 * A key that an administrator issued. It has neither secret nor hash, so that lists, logs and the audit cannot show one.
 *
 * @param owner owner of its videos
 * @param lastFour the last characters of its secret, by which people recognize it
 * @param lastUsed about when it was last used: nodes write this every few seconds
 * @param formerUntil end of the validity of its former secret, which may be over
 */
public record IssuedKey(String id, String owner, KeySettings settings, String lastFour, Instant created,
        Optional<Instant> lastUsed, Optional<Instant> revoked, Optional<Instant> formerUntil) {

    public KeyStatus status(Instant now) {
        if (revoked.isPresent()) {
            return KeyStatus.REVOKED;
        }
        return settings.expires().filter(end -> !now.isBefore(end)).isPresent() ? KeyStatus.EXPIRED : KeyStatus.ACTIVE;
    }

    CallerKey asCallerKey() {
        return new CallerKey(id, settings.name(), settings.limits());
    }

    /** Throws {@link ErrorCode#CONFLICT} if the key is revoked, because it then stays as it is. */
    void requireNotRevoked() {
        if (revoked.isPresent()) {
            throw new ReelayException(ErrorCode.CONFLICT, "%s is revoked: issue another key".formatted(id));
        }
    }

    /** Returns the error for an unknown id. */
    public static ReelayException notFound(String id) {
        return new ReelayException(ErrorCode.NOT_FOUND, "No key has the id " + id);
    }
}
