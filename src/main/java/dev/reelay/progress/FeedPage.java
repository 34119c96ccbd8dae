package dev.reelay.progress;

import java.util.List;

/**
 * A page of an owner's feed: the videos that changed after one position, up to another.
 *
 * @param from position before the page, exclusive
 * @param to position of the end of the page, inclusive; it may be greater than the position of the last video
 * @param news videos in the order of their positions
 */
public record FeedPage(long from, long to, List<VideoSnapshot> snapshots) {
}
