package dev.reelay.access;

import java.util.List;
import java.util.Optional;

/** Finds the caller for {@code Authorization: sk-…} or {@code Bearer sk-…} ({@code Bearer} in any case). */
final class Keyring {
    private static final String BEARER = "bearer ";

    private final List<ApiKey> keys;

    Keyring(List<ApiKey> keys) {
        this.keys = List.copyOf(keys);
    }

    Optional<Caller> callerOf(String authorization) {
        byte[] hash = ApiKey.hash(secretOf(authorization));
        Optional<Caller> found = Optional.empty();
        for (ApiKey key : keys) { // no early exit, so that the response time does not reveal the key
            if (key.matches(hash)) {
                found = Optional.of(new Caller(key.owner(), Optional.of(key.asCallerKey())));
            }
        }
        return found;
    }

    /** Returns true if the owner has a valid key. */
    boolean contains(String owner) {
        return keys.stream().anyMatch(key -> key.owner().equals(owner));
    }

    private static String secretOf(String authorization) {
        String value = authorization.strip();
        return value.regionMatches(true, 0, BEARER, 0, BEARER.length()) ? value.substring(BEARER.length()).strip() : value;
    }
}
