package dev.reelay.webhook;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;

import dev.reelay.async.SampledValue;
import dev.reelay.async.VertxContexts;
import dev.reelay.webhook.store.DeliveryQueue;
import dev.reelay.webhook.store.WebhookDelivery.Status;
import dev.reelay.webhook.store.WebhookEndpoint.Reason;

/** Exports the counters and the gauge of webhooks. */
@ApplicationScoped
class WebhookMetrics {
    private final MeterRegistry metrics;
    private final MeterProvider<Counter> tried;
    private final MeterProvider<Counter> disabled;
    private final SampledValue<Long> due;

    WebhookMetrics(DeliveryQueue queue, VertxContexts contexts, MeterRegistry metrics) {
        this.metrics = metrics;
        this.tried = Counter.builder("reelay.webhooks.deliveries.tried")
                .description("Tries of webhook deliveries of this node, by the status that the delivery has since then")
                .withRegistry(metrics);
        this.disabled = Counter.builder("reelay.webhooks.endpoints.disabled")
                .description("Webhook endpoints that this node disabled").withRegistry(metrics);
        this.due = new SampledValue<>(contexts, queue::countDue);
    }

    /** Registers every counter with 0, so that the first increment shows in a rate. */
    void onStart(@Observes StartupEvent event) {
        for (Status status : Status.values()) {
            tried.withTag("status", status.wireName());
        }
        for (Reason reason : new Reason[] { Reason.GONE, Reason.FAILING }) {
            disabled.withTag("reason", reason.wireName());
        }
        Gauge.builder("reelay.webhooks.due", () -> due.last().map(Long::doubleValue).orElse(Double.NaN))
                .description("Webhook deliveries that are due, in the whole database: the same on each node")
                .register(metrics);
        due.start();
    }

    void onStop(@Observes ShutdownEvent event) {
        due.stop();
    }

    /** Counts a try that gave its delivery this status; a delivery that is tried again stays pending. */
    void count(Status status) {
        tried.withTag("status", status.wireName()).increment();
    }

    void countDisabled(Reason reason) {
        disabled.withTag("reason", reason.wireName()).increment();
    }
}
