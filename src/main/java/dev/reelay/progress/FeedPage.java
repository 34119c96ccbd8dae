package dev.reelay.progress;

import java.util.List;

/**
 * A page of an owner's feed: the videos that changed after one position, up to another.
 * A first page, from 0, has the open videos alone.
 *
 * @param from position before the page, exclusive
 * @param to position of the end of the page, inclusive; it may be greater than the position of the last change
 * @param changes the last change of each video, in the order of their positions
 * @param more true if the page is full, so that changes after it may exist already
 */
public record FeedPage(long from, long to, List<FeedChange> changes, boolean more) {
    static FeedPage empty(long position) {
        return new FeedPage(position, position, List.of(), false);
    }
}
