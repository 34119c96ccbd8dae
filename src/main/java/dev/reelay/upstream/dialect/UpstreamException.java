package dev.reelay.upstream.dialect;

import static java.util.Objects.requireNonNull;

/** Reports an unusable response of the upstream, or an account that left the configuration. It says nothing about the video. */
public final class UpstreamException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean outage;

    /** @param outage true if the upstream seems to be down; the circuit breaker then counts this failure */
    public UpstreamException(String message, boolean outage) {
        super(message, null, false, false);
        this.outage = outage;
    }

    /** Returns the message, which this exception always has. */
    @Override
    public String getMessage() {
        return requireNonNull(super.getMessage());
    }

    public boolean isOutage() {
        return outage;
    }
}
