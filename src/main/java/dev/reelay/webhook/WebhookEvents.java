package dev.reelay.webhook;

import java.time.Instant;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.vertx.core.json.JsonObject;

import dev.reelay.video.Video;
import dev.reelay.video.VideoId;
import dev.reelay.webhook.store.EventType;
import dev.reelay.webhook.store.WebhookEvent;
import dev.reelay.webhook.store.WebhookIds;

/** Makes events, with bodies in OpenAI's format. */
@ApplicationScoped
class WebhookEvents {
    private final PayloadRenderer renderer;

    WebhookEvents(PayloadRenderer renderer) {
        this.renderer = renderer;
    }

    /** Returns a new event of a video, with the video as it is. */
    WebhookEvent of(EventType type, Video video) {
        return event(type, video.owner(), Optional.of(video.id()), renderer.payload(video));
    }

    /** Returns a new event that tests an endpoint. */
    WebhookEvent test(String owner, String endpoint) {
        return event(EventType.TEST, owner, Optional.empty(), JsonObject.of("id", endpoint, "object", "webhook_endpoint"));
    }

    private static WebhookEvent event(EventType type, String owner, Optional<VideoId> video, JsonObject data) {
        String id = WebhookIds.EVENT.random();
        JsonObject body = JsonObject.of("id", id, "object", "event", "created_at", Instant.now().getEpochSecond(),
                "type", type.wireName(), "data", data);
        return new WebhookEvent(id, owner, video, type, body.encode());
    }
}
