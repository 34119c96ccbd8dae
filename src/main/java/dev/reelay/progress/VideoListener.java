package dev.reelay.progress;

/** Subscriber to one video. It is called on its own event loop and must not block. */
public interface VideoListener {
    /** Receives the current state of the video. The same or an older version may follow. */
    void onUpdate(VideoSnapshot snapshot);

    /** Reports that the video does not exist any more. */
    void onDeleted();
}
