package dev.reelay.webhook;

import java.time.Duration;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import dev.reelay.database.SqlStatement;
import dev.reelay.store.StepListener;
import dev.reelay.video.Video;
import dev.reelay.webhook.delivery.WebhookSignature;
import dev.reelay.webhook.store.EventType;
import dev.reelay.webhook.store.WebhookEventStore;

/** Stores an event in the transaction of each step of a video and of its deletion, so that neither exists without the other. */
@ApplicationScoped
class WebhookOutbox implements StepListener {
    private final WebhookEvents events;

    WebhookOutbox(WebhookEvents events) {
        this.events = events;
    }

    @Override
    public List<SqlStatement> onStep(Video video, Duration age) {
        return add(typeOf(video), video);
    }

    @Override
    public List<SqlStatement> onDelete(Video video) {
        return add(EventType.VIDEO_DELETED, video);
    }

    private List<SqlStatement> add(EventType type, Video video) {
        return List.of(WebhookEventStore.insertion(events.of(type, video), video.webhookUrl(), WebhookSignature.newSecret()));
    }

    private static EventType typeOf(Video video) {
        return switch (video.status()) {
            case COMPLETED -> EventType.VIDEO_COMPLETED;
            case FAILED -> EventType.VIDEO_FAILED;
            default -> EventType.VIDEO_IN_PROGRESS;
        };
    }
}
