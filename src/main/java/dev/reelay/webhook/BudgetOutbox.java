package dev.reelay.webhook;

import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import dev.reelay.access.CallerKey;
import dev.reelay.database.SqlStatement;
import dev.reelay.usage.BudgetListener;
import dev.reelay.usage.BudgetStatus;
import dev.reelay.webhook.delivery.WebhookSignature;
import dev.reelay.webhook.store.WebhookEventStore;

/** Stores an event for the endpoints of an owner when one of its keys has used a part of its budget. */
@ApplicationScoped
class BudgetOutbox implements BudgetListener {
    private final WebhookEvents events;

    BudgetOutbox(WebhookEvents events) {
        this.events = events;
    }

    @Override
    public Uni<Void> onThreshold(CallerKey key, String owner, int percent, BudgetStatus status) {
        return SqlStatement.executeInSession(List.of(WebhookEventStore.insertion(events.budget(key, owner, percent, status),
                Optional.empty(), WebhookSignature.newSecret())));
    }
}
