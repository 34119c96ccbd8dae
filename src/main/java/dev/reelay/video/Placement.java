package dev.reelay.video;

/**
 * What became of a create.
 *
 * @param replayed it is the first one's video, not a new one
 */
public record Placement(Video video, boolean replayed) {
}
