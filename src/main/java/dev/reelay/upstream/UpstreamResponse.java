package dev.reelay.upstream;

import java.time.Duration;
import java.util.Optional;

import jakarta.ws.rs.core.Response;

/**
 * An answer of the upstream as it came over the wire.
 *
 * @param retryAfter header of that name, as it came
 * @param requestId header {@code x-request-id}, by which the upstream's support finds the request
 */
record UpstreamResponse(int status, String body, Optional<String> retryAfter, Optional<String> requestId) {

    private static final String HIDDEN = "[hidden]";
    private static final Duration DEFAULT_WAIT = Duration.ofSeconds(2);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    /** How long to leave the upstream alone, within reason. */
    Duration retryDelay() {
        return retryDelay(retryAfter.orElse(""));
    }

    UpstreamResponse redacted(String secret) {
        return new UpstreamResponse(status, body.replace(secret, HIDDEN), retryAfter.map(text -> text.replace(secret, HIDDEN)),
                requestId.map(text -> text.replace(secret, HIDDEN)));
    }

    static Duration retryDelay(String retryAfter) {
        try {
            Duration delay = Duration.ofSeconds(Long.parseLong(retryAfter.strip()));
            return delay.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT
                    : delay.isZero() || delay.isNegative() ? DEFAULT_WAIT : delay;
        } catch (NumberFormatException absentOrDate) {
            return DEFAULT_WAIT;
        }
    }

    static UpstreamResponse of(Response response) {
        return new UpstreamResponse(response.getStatus(), Optional.ofNullable(response.readEntity(String.class)).orElse(""),
                Optional.ofNullable(response.getHeaderString("Retry-After")),
                Optional.ofNullable(response.getHeaderString("x-request-id")).filter(id -> !id.isBlank()));
    }
}
