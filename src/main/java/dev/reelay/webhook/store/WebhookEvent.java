package dev.reelay.webhook.store;

import java.util.Optional;

import dev.reelay.video.VideoId;

/**
 * Something that happened to an owner's video.
 *
 * @param id the header {@code webhook-id} of each delivery
 * @param video empty for a test
 * @param body JSON, as sent
 */
public record WebhookEvent(String id, String owner, Optional<VideoId> video, EventType type, String body) {
}
