package dev.reelay.video;

/**
 * The right to write a video's row, for as long as nobody else claimed it.
 *
 * @param token grows at each claim: a write under an older one changes nothing
 */
public record Lease(VideoId id, long token) {
}
