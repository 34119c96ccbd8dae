package dev.reelay.upstream;

/** The upstream gave no usable answer this time. It says nothing about the video that was asked for. */
public final class UpstreamTrouble extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UpstreamTrouble(String message) {
        super(message);
    }
}
