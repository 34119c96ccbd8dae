package dev.reelay.access;

/**
 * The API key of a caller.
 *
 * @param id its public id, {@code key_…}; the same for all secrets of the key
 * @param name its name, for logs and people
 */
public record CallerKey(String id, String name, KeyLimits limits) {
}
