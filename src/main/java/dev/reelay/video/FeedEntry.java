package dev.reelay.video;

/**
 * A video, and where it stands among its owner's.
 *
 * @param position of its last visible change; grows over all videos of an owner
 */
public record FeedEntry(long position, Video video) {
}
