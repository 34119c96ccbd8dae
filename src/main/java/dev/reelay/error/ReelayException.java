package dev.reelay.error;

import java.util.Optional;

/** A failure that the caller is told: its code, a message in plain words, and the request parameter at fault, if one is. */
public final class ReelayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient Optional<String> param;

    public ReelayException(ErrorCode code, String message) {
        this(code, message, Optional.empty());
    }

    private ReelayException(ErrorCode code, String message, Optional<String> param) {
        super(message);
        this.code = code;
        this.param = param;
    }

    /** An {@link ErrorCode#INVALID_REQUEST} that names the parameter at fault. */
    public static ReelayException invalid(String param, String message) {
        return new ReelayException(ErrorCode.INVALID_REQUEST, message, Optional.of(param));
    }

    public ErrorCode code() {
        return code;
    }

    public Optional<String> param() {
        return param;
    }
}
