package dev.reelay.upstream;

/** The upstream gave no usable answer this time. It says nothing about the video that was asked for. */
public final class UpstreamException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean outage;

    /** @param outage it seems to be down, rather than to dislike this request */
    UpstreamException(String message, boolean outage) {
        super(message, null, false, false);
        this.outage = outage;
    }

    boolean isOutage() {
        return outage;
    }
}
