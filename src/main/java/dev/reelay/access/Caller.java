package dev.reelay.access;

import java.util.Optional;

/**
 * The authenticated client of a request.
 *
 * @param owner stable id of the owner of its videos. Several keys may have one owner
 * @param key empty for a ticket of a key that is not issued: such a ticket names only the owner
 */
public record Caller(String owner, Optional<CallerKey> key) {

    /** Returns the limits of the key; none of its own for a ticket. */
    public KeyLimits limits() {
        return key.map(CallerKey::limits).orElse(KeyLimits.NONE);
    }
}
