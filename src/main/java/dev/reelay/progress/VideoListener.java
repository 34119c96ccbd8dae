package dev.reelay.progress;

/** Wants to know of one video; is told on its own event loop, and has to return at once. */
public interface VideoListener {
    /** The video as it is now. The same or an older version may come again. */
    void onUpdate(VideoSnapshot news);

    /** There is no such video any more. */
    void onDeleted();
}
