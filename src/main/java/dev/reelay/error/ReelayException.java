package dev.reelay.error;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * An error that is sent to the client: a code and a message, and optionally the invalid parameter and the time after which a
 * retry may succeed.
 */
public final class ReelayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final @Nullable String param;
    private final @Nullable Duration retryAfter;

    public ReelayException(ErrorCode code, String message) {
        this(code, message, null, null);
    }

    private ReelayException(ErrorCode code, String message, @Nullable String param, @Nullable Duration retryAfter) {
        super(message);
        this.code = code;
        this.param = param;
        this.retryAfter = retryAfter;
    }

    /** Returns an {@link ErrorCode#INVALID_REQUEST} for the given parameter. */
    public static ReelayException invalid(String param, String message) {
        return of(ErrorCode.INVALID_REQUEST, param, message);
    }

    /** Returns an error of the given parameter. */
    public static ReelayException of(ErrorCode code, String param, String message) {
        return new ReelayException(code, message, param, null);
    }

    /** Returns a temporary error: a retry may succeed after {@code wait}. */
    public static ReelayException later(ErrorCode code, String message, Duration wait) {
        return new ReelayException(code, message, null, wait);
    }

    /** Returns the message, which this exception always has. */
    @Override
    public String getMessage() {
        return requireNonNull(super.getMessage());
    }

    public ErrorCode code() {
        return code;
    }

    public Optional<String> param() {
        return Optional.ofNullable(param);
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
