package dev.reelay.error;

import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A failure that the caller is told: its code, a message in plain words, and where they help the request parameter at
 * fault and the time after which the same request may succeed.
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

    /** An {@link ErrorCode#INVALID_REQUEST} that names the parameter at fault. */
    public static ReelayException invalid(String param, String message) {
        return new ReelayException(ErrorCode.INVALID_REQUEST, message, param, null);
    }

    /** A failure that passes: the same request may succeed after {@code wait}. */
    public static ReelayException later(ErrorCode code, String message, Duration wait) {
        return new ReelayException(code, message, null, wait);
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
