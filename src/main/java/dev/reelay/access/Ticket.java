package dev.reelay.access;

import java.time.Instant;

/**
 * A permission to read one thing for a while.
 *
 * @param text goes into the query of a url
 */
public record Ticket(String text, Instant validUntil) {
}
