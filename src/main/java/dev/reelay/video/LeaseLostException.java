package dev.reelay.video;

/** A normal result: another node took the video over, or a caller ended it. Whoever meets this lets go of the video. */
public final class LeaseLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LeaseLostException(VideoId id) {
        super("The lease of " + id + " is lost", null, false, false);
    }
}
