package dev.reelay.video;

/**
 * A video in its owner's feed.
 *
 * @param position number of its last visible change; grows over all videos of an owner
 */
public record FeedEntry(long position, Video video) {
}
