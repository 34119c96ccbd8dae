package dev.reelay.error;

import java.util.Locale;

/**
 * The error codes of the API, each with its HTTP status code and its OpenAI error type: those of contract 7, and further ones
 * of Reelay.
 */
public enum ErrorCode {
    INVALID_REQUEST(400, "invalid_request_error"),
    CONTENT_POLICY_VIOLATION(400, "invalid_request_error"),
    AUTHENTICATION_ERROR(401, "authentication_error"),
    INSUFFICIENT_QUOTA(403, "insufficient_quota"),
    NOT_FOUND(404, "invalid_request_error"),
    /** No account offers the model. In the base format of a create it is {@link #INVALID_REQUEST}. */
    MODEL_NOT_FOUND(404, "invalid_request_error"),
    CONFLICT(409, "invalid_request_error"),
    CANCELLED(409, "invalid_request_error"),
    /** The {@code Idempotency-Key} was used for a different request. */
    IDEMPOTENCY_MISMATCH(422, "invalid_request_error"),
    RATE_LIMIT_EXCEEDED(429, "rate_limit_error"),
    INTERNAL_ERROR(500, "server_error"),
    UPSTREAM_ERROR(502, "server_error"),
    UPSTREAM_UNAVAILABLE(503, "server_error"),
    /** Reelay cannot serve requests at the moment, for example because the database does not answer. */
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

    /** Returns the code as in the JSON body, such as {@code invalid_request}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
