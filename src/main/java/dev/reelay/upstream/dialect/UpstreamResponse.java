package dev.reelay.upstream.dialect;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import jakarta.ws.rs.core.Response;

import dev.reelay.outbound.RetryAfter;

/**
 * A raw HTTP response of the upstream.
 *
 * @param retryAfter value of the header {@code Retry-After}
 * @param requestId value of the header {@code x-request-id}, which the upstream's support needs to find the request
 */
public record UpstreamResponse(int status, String body, Optional<String> retryAfter, Optional<String> requestId) {

    private static final String HIDDEN = "[hidden]";
    private static final Duration DEFAULT_WAIT = Duration.ofSeconds(2);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    /** Returns the delay that {@code Retry-After} asks for now, within its bounds. */
    public Duration retryDelay() {
        return retryDelay(retryAfter.orElse(""), Instant.now());
    }

    UpstreamResponse redacted(String secret) {
        return new UpstreamResponse(status, body.replace(secret, HIDDEN), retryAfter.map(text -> text.replace(secret, HIDDEN)),
                requestId.map(text -> text.replace(secret, HIDDEN)));
    }

    /**
     * Returns the time that a {@code Retry-After} header asks for, seconds or a date (RFC 9110, 10.2.3), at most five minutes;
     * two seconds for an absent or malformed header, and for a time that has passed.
     */
    public static Duration retryDelay(String retryAfter, Instant now) {
        Duration delay = RetryAfter.parse(retryAfter, now).orElse(DEFAULT_WAIT);
        return delay.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : delay.isZero() || delay.isNegative() ? DEFAULT_WAIT : delay;
    }

    public static UpstreamResponse of(Response response) {
        return new UpstreamResponse(response.getStatus(), Optional.ofNullable(response.readEntity(String.class)).orElse(""),
                Optional.ofNullable(response.getHeaderString("Retry-After")),
                Optional.ofNullable(response.getHeaderString("x-request-id")).filter(id -> !id.isBlank()));
    }
}
