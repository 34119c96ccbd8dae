package dev.reelay.access.issued;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import dev.reelay.access.KeyLimits;

/**
 * The settings of an issued key, which an administrator can change.
 *
 * @param expires the key is not valid from then on
 * @param metadata texts by their names, for the administrator only
 */
public record KeySettings(String name, KeyLimits limits, Optional<Instant> expires, Map<String, String> metadata) {
    /** The settings of a key without a name, from which the others follow. */
    public static final KeySettings EMPTY = new KeySettings("", KeyLimits.NONE, Optional.empty(), Map.of());

    public KeySettings withName(String next) {
        return new KeySettings(next, limits, expires, metadata);
    }

    public KeySettings withLimits(KeyLimits next) {
        return new KeySettings(name, next, expires, metadata);
    }

    public KeySettings withExpires(Optional<Instant> next) {
        return new KeySettings(name, limits, next, metadata);
    }

    public KeySettings withMetadata(Map<String, String> next) {
        return new KeySettings(name, limits, expires, next);
    }
}
