package dev.reelay.video;

/**
 * A completed video that this node is to fetch into its archive.
 *
 * @param attempt counts from 1
 */
public record ArchiveOrder(Video video, int attempt) {
}
