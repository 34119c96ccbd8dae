package dev.reelay.webhook;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import dev.reelay.async.PeriodicTask;
import dev.reelay.async.VertxContexts;
import dev.reelay.webhook.delivery.WebhookConfig;
import dev.reelay.webhook.store.WebhookEventStore;

/** Deletes old events with their deliveries. Every node does so, because the delete is idempotent. */
@ApplicationScoped
class WebhookPruner {
    private static final Duration INTERVAL = Duration.ofMinutes(10);
    /** Avoids the load on the database at the start; short, because a node that scales to zero may run for minutes only. */
    private static final Duration AFTER_THE_START = Duration.ofSeconds(5);

    private final WebhookConfig config;
    private final WebhookEventStore events;
    private final VertxContexts contexts;
    private final PeriodicTask task = new PeriodicTask("Deletion of old webhook events", INTERVAL, this::prune);

    WebhookPruner(WebhookConfig config, WebhookEventStore events, VertxContexts contexts) {
        this.config = config;
        this.events = events;
        this.contexts = contexts;
    }

    void onStart(@Observes StartupEvent event) {
        task.startAfter(AFTER_THE_START);
    }

    void onStop(@Observes ShutdownEvent event) {
        task.cancel();
    }

    /** Deletes one batch after another until nothing is old. */
    private Uni<Void> prune() {
        return Multi.createBy().repeating().uni(() -> contexts.run(() -> events.prune(config.retention())))
                .whilst(deleted -> deleted > 0).onItem().ignoreAsUni();
    }
}
