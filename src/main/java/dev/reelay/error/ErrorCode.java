package dev.reelay.error;

import java.util.Locale;

/**
 * The catalogue of errors: the manual's codes (section "错误处理") and those that it lacks, each with the HTTP status that it
 * is answered with and the OpenAI-style type beside it.
 */
public enum ErrorCode {
    INVALID_REQUEST(400, "invalid_request_error"),
    CONTENT_POLICY_VIOLATION(400, "invalid_request_error"),
    AUTHENTICATION_ERROR(401, "authentication_error"),
    INSUFFICIENT_QUOTA(403, "insufficient_quota"),
    NOT_FOUND(404, "invalid_request_error"),
    CONFLICT(409, "invalid_request_error"),
    CANCELLED(409, "invalid_request_error"),
    /** An Idempotency-Key that was used for another request. */
    IDEMPOTENCY_MISMATCH(422, "invalid_request_error"),
    RATE_LIMIT_EXCEEDED(429, "rate_limit_error"),
    INTERNAL_ERROR(500, "server_error"),
    UPSTREAM_ERROR(502, "server_error"),
    UPSTREAM_UNAVAILABLE(503, "server_error"),
    /** The gateway itself cannot answer for a while. */
    SERVICE_UNAVAILABLE(503, "server_error"),
    GENERATION_TIMEOUT(504, "server_error");

    private final int httpStatus;
    private final String type;

    ErrorCode(int httpStatus, String type) {
        this.httpStatus = httpStatus;
        this.type = type;
    }

    public int httpStatus() {
        return httpStatus;
    }

    public String type() {
        return type;
    }

    /** The code as it stands in an answer, {@code invalid_request} for one. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
