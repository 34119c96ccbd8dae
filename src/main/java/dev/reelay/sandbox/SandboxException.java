package dev.reelay.sandbox;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;

/** The error response to a request: a status code, and the code and message of its body (contract 7). */
final class SandboxException extends RuntimeException {
    /** The error codes of contract 7 with their status codes. */
    private static final Map<String, SandboxException> BY_CODE = Map.of(
            "invalid_request", invalid("The request is invalid"),
            "authentication_error", unauthenticated(),
            "insufficient_quota", new SandboxException(403, "insufficient_quota", "Insufficient quota"),
            "content_policy_violation", new SandboxException(400, "content_policy_violation", "Content policy violation"),
            "rate_limit_exceeded", new SandboxException(429, "rate_limit_exceeded", "Rate limit exceeded"));

    final int status;
    final String code;

    private SandboxException(int status, String code, String message) {
        // Without a stack trace: this is a response, and not a defect.
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    static SandboxException invalid(String message) {
        return new SandboxException(400, "invalid_request", message);
    }

    static SandboxException unauthenticated() {
        return new SandboxException(401, "authentication_error", "Invalid API key");
    }

    static SandboxException notFound(String message) {
        return new SandboxException(404, "not_found", message);
    }

    static SandboxException broken() {
        return new SandboxException(500, "server_error", "Internal server error");
    }

    /** Returns the error of {@code [reject:...]} by status code or error code. Empty for a number outside 400 to 599. */
    static Optional<SandboxException> named(String statusOrCode) {
        if (!statusOrCode.matches("\\d+")) {
            return Optional.of(withCode(statusOrCode));
        }
        return statusOrCode.matches("[45]\\d\\d") ? Optional.of(withStatus(Integer.parseInt(statusOrCode)))
                : Optional.empty();
    }

    /** Returns the message of an error code of contract 7, or a general message with an unknown code. */
    static String messageOf(String code) {
        return withCode(code).getMessage();
    }

    /** Returns the message, which this exception always has. */
    @Override
    public String getMessage() {
        return requireNonNull(super.getMessage());
    }

    SandboxErrorBody body() {
        return new SandboxErrorBody(new SandboxErrorBody.Detail(code, getMessage(), type()));
    }

    private static SandboxException withCode(String code) {
        SandboxException known = BY_CODE.get(code);
        return known != null ? known : new SandboxException(400, code, "Video generation failed: " + code);
    }

    private static SandboxException withStatus(int status) {
        return switch (status) {
            case 400 -> withCode("invalid_request");
            case 401 -> withCode("authentication_error");
            case 403 -> withCode("insufficient_quota");
            case 404 -> notFound("The resource does not exist");
            case 429 -> withCode("rate_limit_exceeded");
            default -> status < 500 ? new SandboxException(status, "invalid_request", "The request is rejected")
                    : new SandboxException(status, "server_error", "Internal server error");
        };
    }

    private String type() {
        return switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "insufficient_quota";
            case 429 -> "rate_limit_error";
            default -> status < 500 ? "invalid_request_error" : "server_error";
        };
    }
}
