package dev.reelay.progress;

import dev.reelay.video.VideoId;

/**
 * A video that its owner or the retention deleted.
 *
 * @param id position of the deletion in the owner's feed
 */
public record DeletedVideo(long id, VideoId video) implements FeedChange {
}
