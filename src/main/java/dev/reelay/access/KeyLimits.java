package dev.reelay.access;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The limits of one key.
 *
 * @param createsPerMinute its own limit of creates, which counts the creates of this key only; if empty, the configured limit
 *        counts those of its owner
 * @param concurrentVideos its own limit of open videos, likewise
 * @param models the models that it may use; empty for all
 */
public record KeyLimits(OptionalInt createsPerMinute, OptionalInt concurrentVideos, Optional<Set<String>> models,
        Optional<Budget> budget) {
    /** The limits of a key that has none of its own. */
    public static final KeyLimits NONE = new KeyLimits(OptionalInt.empty(), OptionalInt.empty(), Optional.empty(),
            Optional.empty());
}
