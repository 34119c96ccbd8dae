package dev.reelay.progress;

import java.util.List;

/**
 * An owner's videos that changed after one position, up to another.
 *
 * @param from exclusive
 * @param to inclusive; beyond the last of the news where nothing else is in between
 * @param news by their positions
 */
public record FeedPage(long from, long to, List<VideoSnapshot> news) {
}
