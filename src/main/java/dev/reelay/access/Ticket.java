package dev.reelay.access;

import java.time.Instant;

/**
 * A permission to read one path for a limited time.
 *
 * @param text value of the query parameter {@code ticket}; needs no escaping in a URL
 */
public record Ticket(String text, Instant validUntil) {
}
