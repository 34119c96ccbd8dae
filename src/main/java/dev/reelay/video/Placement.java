package dev.reelay.video;

/**
 * The result of a create.
 *
 * @param replayed true if the video is that of an earlier create, and not a new one
 */
public record Placement(Video video, boolean replayed) {
}
