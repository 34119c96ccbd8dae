package dev.reelay.video;

/**
 * The right to write a video's row until the next claim of the video.
 *
 * @param token fencing token that grows with each claim; a write with an older token has no effect
 */
public record Lease(VideoId id, long token) {
}
