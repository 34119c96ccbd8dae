package dev.reelay.upstream;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** The account's budget does not allow this request now, or cannot be asked; nothing was sent. */
public final class NoPermitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final Duration BUDGET_MAY_BE_BACK = Duration.ofSeconds(1);

    private static final long MILLISECOND = Duration.ofMillis(1).toNanos();

    private final Duration wait;

    NoPermitException(String account, Duration wait) {
        super("The budget of account %s allows no request for %d ms".formatted(account, wait.toMillis()), null, false, false);
        this.wait = wait.toNanos() % MILLISECOND == 0 ? wait : wait.plusMillis(1).truncatedTo(ChronoUnit.MILLIS);
    }

    private NoPermitException(Throwable cause) {
        super("The budget cannot be asked", cause, false, false);
        this.wait = BUDGET_MAY_BE_BACK;
    }

    /** Whatever went wrong with a permit, there is none. */
    static NoPermitException because(Throwable failure) {
        return failure instanceof NoPermitException refused ? refused : new NoPermitException(failure);
    }

    /** After this a permit may be free; whole milliseconds, since a timer knows no parts of them. */
    public Duration retryAfter() {
        return wait;
    }
}
