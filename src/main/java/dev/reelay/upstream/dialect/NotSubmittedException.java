package dev.reelay.upstream.dialect;

import static java.util.Objects.requireNonNull;

/** Reports that a create was not sent, because a step before it failed, such as the upload of its image. */
public final class NotSubmittedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotSubmittedException(String message) {
        super(message, null, false, false);
    }

    /** Returns the message, which this exception always has. */
    @Override
    public String getMessage() {
        return requireNonNull(super.getMessage());
    }
}
