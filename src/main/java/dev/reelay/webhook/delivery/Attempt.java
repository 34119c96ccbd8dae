package dev.reelay.webhook.delivery;

import java.time.Duration;
import java.util.Optional;

import dev.reelay.outbound.OutboundFailures;

/**
 * The outcome of one try to deliver an event.
 *
 * @param statusCode the HTTP status code; empty if there was no response
 * @param error a sentence about the failure for the owner of the endpoint; empty after a success
 * @param retryAfter the time that the response asks for until the next try; it is positive
 * @param response the beginning of the body of the response, without control characters; empty if there was none
 */
public record Attempt(Optional<Integer> statusCode, Optional<String> error, Optional<Duration> retryAfter, String response) {
    private static final int SUCCESS = 2;
    private static final int GONE = 410;

    /** Returns the outcome of a try that got a response. */
    static Attempt answered(int statusCode, Optional<Duration> retryAfter, String response) {
        boolean success = statusCode / 100 == SUCCESS;
        return new Attempt(Optional.of(statusCode),
                success ? Optional.empty() : Optional.of(OutboundFailures.explain(statusCode)),
                retryAfter.filter(delay -> delay.compareTo(Duration.ZERO) > 0), response);
    }

    /** Returns the outcome of a try that got no response. */
    static Attempt failed(String error) {
        return new Attempt(Optional.empty(), Optional.of(error), Optional.empty(), "");
    }

    /** Returns whether the receiver has the event: any status code 2xx. */
    public boolean isSuccess() {
        return error.isEmpty();
    }

    /** Returns whether the receiver wants no further event: status code 410. */
    public boolean isGone() {
        return statusCode.filter(status -> status == GONE).isPresent();
    }
}
