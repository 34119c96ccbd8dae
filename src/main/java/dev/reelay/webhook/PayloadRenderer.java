package dev.reelay.webhook;

import io.vertx.core.json.JsonObject;

import dev.reelay.video.Video;

/** Renders a video as the API returns it. */
public interface PayloadRenderer {
    /** Returns the video as JSON, in the base format. */
    JsonObject payload(Video video);
}
