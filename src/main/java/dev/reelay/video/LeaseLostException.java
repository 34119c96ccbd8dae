package dev.reelay.video;

/** Another node took over the video, or a client ended it. This is normal: stop processing the video. */
public final class LeaseLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LeaseLostException(VideoId id) {
        super("The lease of " + id + " is lost", null, false, false);
    }
}
