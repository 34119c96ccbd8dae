package dev.reelay.access;

import java.util.Optional;

/**
 * The authenticated client of a request.
 *
 * @param owner stable id of the owner of its videos; all limits count by it. Several keys may have one owner
 * @param keyName name of the API key, for logs; empty for a ticket, which names only the owner
 */
public record Caller(String owner, Optional<String> keyName) {
}
