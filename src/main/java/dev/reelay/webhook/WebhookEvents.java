package dev.reelay.webhook;

import java.time.Instant;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.vertx.core.json.JsonObject;

import dev.reelay.access.CallerKey;
import dev.reelay.usage.BudgetStatus;
import dev.reelay.usage.Usd;
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

    /** Returns a new event of a key that has used a part of its budget. */
    WebhookEvent budget(CallerKey key, String owner, int percent, BudgetStatus status) {
        return event(EventType.BUDGET_THRESHOLD, owner, Optional.empty(), new JsonObject().put("object", "budget")
                .put("key", key.id()).put("name", key.name()).put("threshold", percent)
                .put("budget", Usd.text(status.budget().amount())).put("period", status.budget().period().wireName())
                .put("spent", Usd.text(status.spent())).put("reserved", Usd.text(status.reserved()))
                .put("renews_at", status.renewal().map(Instant::getEpochSecond).orElse(null)));
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
