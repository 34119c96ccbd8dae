package dev.reelay.video;

/**
 * A completed video that this node fetches into its archive.
 *
 * @param attempt number of this attempt, from 1
 */
public record ArchiveOrder(Video video, int attempt) {
}
