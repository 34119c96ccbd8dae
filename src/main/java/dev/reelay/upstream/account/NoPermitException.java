package dev.reelay.upstream.account;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** Reports that a request was not sent: the account has no permit now, or the permit query failed. */
public final class NoPermitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final Duration BUDGET_MAY_BE_BACK = Duration.ofSeconds(1);

    private static final long MILLISECOND = Duration.ofMillis(1).toNanos();

    private final Duration wait;

    NoPermitException(String account, Duration wait) {
        super("Account %s has no permit for the next %d ms".formatted(account, wait.toMillis()), null, false, false);
        this.wait = wait.toNanos() % MILLISECOND == 0 ? wait : wait.plusMillis(1).truncatedTo(ChronoUnit.MILLIS);
    }

    private NoPermitException(Throwable cause) {
        super("The permit query failed", cause, false, false);
        this.wait = BUDGET_MAY_BE_BACK;
    }

    /** Returns the failure itself if it is a {@link NoPermitException}, and wraps any other one. */
    static NoPermitException because(Throwable failure) {
        return failure instanceof NoPermitException refused ? refused : new NoPermitException(failure);
    }

    /** Returns the message, which this exception always has. */
    @Override
    public String getMessage() {
        return requireNonNull(super.getMessage());
    }

    /** Returns the time after which a permit may be free, rounded up to the whole milliseconds of a timer. */
    public Duration retryAfter() {
        return wait;
    }
}
