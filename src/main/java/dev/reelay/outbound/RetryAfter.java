package dev.reelay.outbound;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The header {@code Retry-After} of a response (RFC 9110, 10.2.3). */
public final class RetryAfter {
    private RetryAfter() {
    }

    /**
     * Returns the time that a header asks for.
     *
     * @param header seconds or a date
     * @return negative for a date that has passed, empty for an empty or malformed header
     */
    public static Optional<Duration> parse(String header, Instant now) {
        String text = header.strip();
        if (text.isEmpty()) { // most responses have none, and an exception of the parser is expensive
            return Optional.empty();
        }
        try {
            return Optional.of(text.matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(text))
                    : Duration.between(now, Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text))));
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }
}
