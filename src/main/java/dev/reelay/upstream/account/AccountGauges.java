package dev.reelay.upstream.account;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;

import dev.reelay.async.SampledValue;
import dev.reelay.async.VertxContexts;

/** Samples the state of each configured account for metrics and health. */
@ApplicationScoped
public class AccountGauges {
    private final AccountRegistry accounts;
    private final MeterRegistry metrics;
    private final SampledValue<List<AccountState>> states;

    AccountGauges(AccountRegistry accounts, AccountStateReader states, VertxContexts contexts, MeterRegistry metrics) {
        this.accounts = accounts;
        this.metrics = metrics;
        this.states = new SampledValue<>(contexts, () -> states.of(accounts.names()));
    }

    void onStart(@Observes StartupEvent event) {
        accounts.all().forEach(this::measure);
        states.start();
    }

    void onStop(@Observes ShutdownEvent event) {
        states.stop();
    }

    /** Returns the state of an account, or empty without a recent sample. */
    public Optional<AccountState> state(String account) {
        return states.last().map(known -> known.stream().filter(state -> state.name().equals(account)).findFirst()
                .orElseGet(() -> AccountState.unused(account)));
    }

    private void measure(AccountSettings settings) {
        String account = settings.account().name();
        gauge("requests.left", "Requests that may still be sent for an account in this minute, on all nodes together",
                account, state -> state.requestsLeft(settings.requestsPerMinute()));
        gauge("slots.left", "Videos that an account may still get, on all nodes together",
                account, state -> state.slotsLeft(settings.concurrentVideos()));
        gauge("paused", "1 while no node sends requests for an account, because the upstream answered 429",
                account, state -> state.paused() ? 1 : 0);
        gauge("cooldown", "1 while no node gives new videos to an account, because its key or credit was rejected",
                account, state -> state.coolingDown() ? 1 : 0);
    }

    private void gauge(String name, String description, String account, ToDoubleFunction<AccountState> value) {
        Gauge.builder("reelay.upstream." + name, () -> state(account).map(value::applyAsDouble).orElse(Double.NaN))
                .description(description).tag("account", account).register(metrics);
    }
}
