package dev.reelay.webhook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import dev.reelay.async.FailureLog;
import dev.reelay.async.SingleFlight;
import dev.reelay.database.DatabaseFailures;
import dev.reelay.database.Retries;
import dev.reelay.webhook.delivery.Attempt;
import dev.reelay.webhook.delivery.RetrySchedule;
import dev.reelay.webhook.store.DeliveryQueue;
import dev.reelay.webhook.store.DeliveryQueue.Due;
import dev.reelay.webhook.store.DeliveryQueue.Outcome;
import dev.reelay.webhook.store.WebhookDelivery.Status;
import dev.reelay.webhook.store.WebhookEndpoint;
import dev.reelay.webhook.store.WebhookEndpointStore;

/** Stores the outcomes of tries, many in one statement, and disables endpoints that are gone or failing. */
@ApplicationScoped
class DeliveryOutcomes {
    private static final Logger LOG = Logger.getLogger(DeliveryOutcomes.class);
    /** An endpoint with nothing but failures for this time is disabled. */
    private static final Duration FAILING_LIMIT = Duration.ofDays(5);

    private final DeliveryQueue queue;
    private final WebhookEndpointStore endpoints;
    private final RetrySchedule schedule;
    private final WebhookMetrics metrics;
    private final FailureLog failures = new FailureLog(LOG, "Storing the outcomes of webhook deliveries");
    private final Queue<Tried> waiting = new ConcurrentLinkedQueue<>();
    private final SingleFlight<Void> storing = new SingleFlight<>(this::store);

    DeliveryOutcomes(DeliveryQueue queue, WebhookEndpointStore endpoints, RetrySchedule schedule, WebhookMetrics metrics) {
        this.queue = queue;
        this.endpoints = endpoints;
        this.schedule = schedule;
        this.metrics = metrics;
    }

    private record Tried(String lease, Outcome outcome, boolean gone) {
        boolean isDelivered() {
            return outcome.status() == Status.DELIVERED;
        }
    }

    /** Stores the outcome of a try; while the database is unreachable, tries again. */
    Uni<Void> record(String lease, Due due, Attempt attempt) {
        Outcome outcome = outcome(due, attempt);
        metrics.count(outcome.status());
        waiting.add(new Tried(lease, outcome, attempt.isGone()));
        return Uni.createFrom().completionStage(storing::request);
    }

    private Outcome outcome(Due due, Attempt attempt) {
        Optional<Duration> delay = attempt.isSuccess() || attempt.isGone() ? Optional.empty()
                : schedule.delay(due.tries(), attempt.retryAfter());
        Status status = attempt.isSuccess() ? Status.DELIVERED : delay.isPresent() ? Status.PENDING : Status.FAILED;
        return new Outcome(due, status, delay, attempt.statusCode(), attempt.error(),
                attempt.statusCode().map(code -> attempt.response()));
    }

    private Uni<Void> store() {
        List<Tried> batch = new ArrayList<>();
        for (Tried next = waiting.poll(); next != null; next = waiting.poll()) {
            batch.add(next);
        }
        if (batch.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Uni<Void> stored = queue.store(batch.get(0).lease(), batch.stream().map(Tried::outcome).toList());
        return Retries.untilSuccess(failures.watch(stored), DatabaseFailures::isOutage, failure -> {
        })
                .chain(() -> storeHealth(batch));
    }

    /** Stores the health of endpoints, one after the other. A node that stops in between loses nothing but this. */
    private Uni<Void> storeHealth(List<Tried> batch) {
        Map<String, Health> healths = new LinkedHashMap<>();
        for (Tried tried : batch) {
            tried.outcome().delivery().endpoint().ifPresent(endpoint -> healths.merge(endpoint, Health.of(tried), Health::and));
        }
        return Multi.createFrom().iterable(healths.entrySet()).filter(entry -> entry.getValue().isNews())
                .onItem().transformToUniAndConcatenate(entry -> store(entry.getKey(), entry.getValue()))
                .onItem().ignoreAsUni()
                .onFailure().invoke(failure -> LOG.warnf("The health of a webhook endpoint was not stored: %s",
                        failure.getMessage()))
                .onFailure().recoverWithNull();
    }

    private Uni<Void> store(String endpoint, Health health) {
        if (health.delivered() && !health.gone()) {
            return endpoints.markWorking(endpoint);
        }
        return (health.gone() ? endpoints.disableGone(endpoint) : endpoints.markFailing(endpoint, FAILING_LIMIT))
                .invoke(disabled -> disabled.ifPresent(reason -> onDisabled(endpoint, reason))).replaceWithVoid();
    }

    private void onDisabled(String endpoint, WebhookEndpoint.Reason reason) {
        LOG.warnf("Webhook endpoint %s is disabled: %s", endpoint, reason == WebhookEndpoint.Reason.GONE
                ? "it responded with 410"
                : "for %d days every delivery failed".formatted(FAILING_LIMIT.toDays()));
        metrics.countDisabled(reason);
    }

    /**
     * The health of an endpoint, as the tries of one batch show it.
     *
     * @param delivered true if one of them succeeded
     * @param wasFailing true if the endpoint was known to fail
     */
    private record Health(boolean delivered, boolean gone, boolean wasFailing) {
        static Health of(Tried tried) {
            return new Health(tried.isDelivered(), tried.gone(), tried.outcome().delivery().failing());
        }

        Health and(Health other) {
            return new Health(delivered || other.delivered, gone || other.gone, wasFailing || other.wasFailing);
        }

        /** Returns false for the usual success, which costs no further statement. */
        boolean isNews() {
            return gone || !delivered || wasFailing;
        }
    }
}
