package dev.reelay.progress;

import dev.reelay.video.VideoId;

/** Payload of a notification on the channel {@code reelay_video}: {@code id version owner} (see {@code V6__feed.sql}). */
record VideoChange(VideoId id, long version, String owner) {
    static VideoChange parse(String payload) {
        String[] parts = payload.split(" ", 3); // the owner's name may have spaces
        return new VideoChange(new VideoId(parts[0]), Long.parseLong(parts[1]), parts[2]);
    }
}
