package dev.reelay.upstream;

import java.time.Duration;

/** The account's budget does not allow this request now; nothing was sent. */
public final class NoPermit extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Duration wait;

    NoPermit(String account, Duration wait) {
        super("The budget of account %s allows no request for %d ms".formatted(account, wait.toMillis()), null, false, false);
        this.wait = wait;
    }

    /** After this a permit may be free. */
    public Duration retryAfter() {
        return wait;
    }
}
