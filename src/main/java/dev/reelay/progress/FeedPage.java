package dev.reelay.progress;

import java.util.List;

/**
 * A page of an owner's feed: the videos that changed after one position, up to another.
 *
 * @param from position before the page, exclusive
 * @param to position of the end of the page, inclusive; it may be greater than the position of the last change
 * @param changes the last change of each video, in the order of their positions
 */
public record FeedPage(long from, long to, List<FeedChange> changes) {
}
