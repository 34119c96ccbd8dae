package dev.reelay.usage;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import dev.reelay.access.Caller;
import dev.reelay.access.CallerKey;
import dev.reelay.database.Sql;

/** Tells when a key has used 80 % and 100 % of its budget, each once in a period: to listeners, in the log and in a metric. */
@ApplicationScoped
public class BudgetAlerts {
    private static final Logger LOG = Logger.getLogger(BudgetAlerts.class);
    private static final int ALL = 100;
    private static final List<Integer> THRESHOLDS = List.of(80, ALL);

    private static final String RECORD = """
            insert into budget_alert (key_id, period, period_start, amount, threshold)
            values (:key, :period, :start, :amount, :threshold) on conflict do nothing""";

    private final List<BudgetListener> listeners;
    private final MeterRegistry metrics;

    BudgetAlerts(@All List<BudgetListener> listeners, MeterRegistry metrics) {
        this.listeners = listeners;
        this.metrics = metrics;
    }

    /** Registers the series at the start, so that they exist with the value 0. */
    void onStart(@Observes StartupEvent event) {
        THRESHOLDS.forEach(this::counter);
    }

    /** Records the thresholds that a create has passed. */
    public Uni<Void> reserved(Caller caller, BudgetStatus status) {
        List<Integer> passed = THRESHOLDS.stream().filter(status::isUsedTo).toList();
        return passed.isEmpty() ? Uni.createFrom().voidItem()
                : Panache.withTransaction(() -> Multi.createFrom().iterable(passed)
                        .onItem().transformToUniAndConcatenate(percent -> record(caller, percent, status))
                        .toUni().replaceWithVoid());
    }

    /** Records that a create was refused, because the budget has no room for it. */
    public Uni<Void> refused(Caller caller, BudgetStatus status) {
        return Panache.withTransaction(() -> record(caller, ALL, status));
    }

    private Uni<Void> record(Caller caller, int percent, BudgetStatus status) {
        CallerKey key = caller.key().orElseThrow();
        return Sql.execute(RECORD, Map.of("key", key.id(), "period", status.budget().period().wireName(),
                "start", status.budget().period().start(status.time()).atOffset(ZoneOffset.UTC),
                "amount", status.budget().amount(), "threshold", percent))
                .chain(recorded -> recorded == 0 ? Uni.createFrom().voidItem()
                        : announce(key, caller.owner(), percent, status));
    }

    private Uni<Void> announce(CallerKey key, String owner, int percent, BudgetStatus status) {
        counter(percent).increment();
        LOG.warnf("Key %s (%s) has used %d %% of its budget: %s USD spent and %s USD reserved of %s USD, period %s", key.name(),
                key.id(), percent, Usd.text(status.spent()), Usd.text(status.reserved()),
                Usd.text(status.budget().amount()), status.budget().period().wireName());
        return Multi.createFrom().iterable(listeners)
                .onItem().transformToUniAndConcatenate(listener -> listener.onThreshold(key, owner, percent, status))
                .toUni().replaceWithVoid();
    }

    private Counter counter(int percent) {
        return Counter.builder("reelay.usage.budget.thresholds").tag("percent", String.valueOf(percent))
                .description("Budgets of keys that were used up to this part, on this node").register(metrics);
    }
}
