package dev.reelay.upstream;

import java.util.List;
import java.util.Locale;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.health.api.Wellness;
import io.smallrye.mutiny.Uni;

import dev.reelay.upstream.account.AccountGauges;
import dev.reelay.upstream.account.AccountState;
import dev.reelay.upstream.account.Operation;

/**
 * Reports the accounts and circuit breakers of this node. The status is always UP: without its upstream a node still accepts
 * creates, reports its videos and serves the archive, and no other node would do better.
 */
@Wellness
@ApplicationScoped
class UpstreamHealthCheck implements AsyncHealthCheck {
    private static final List<Operation> SUSPENDABLE = List.of(Operation.CREATE, Operation.STATUS);

    private final Upstream upstream;
    private final AccountGauges accounts;
    private final MeterRegistry metrics;

    UpstreamHealthCheck(Upstream upstream, AccountGauges accounts, MeterRegistry metrics) {
        this.upstream = upstream;
        this.accounts = accounts;
        this.metrics = metrics;
    }

    void onStart(@Observes StartupEvent event) {
        upstream.accounts().forEach(account -> SUSPENDABLE.forEach(operation -> Gauge
                .builder("reelay.upstream.breaker.open",
                        () -> upstream.breaker(account, operation) == CircuitBreakerState.CLOSED ? 0 : 1)
                .description("1 while the circuit breaker of this node is open or half-open, because half of the calls failed")
                .tag("account", account).tag("operation", operation.label()).register(metrics)));
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("upstream").up();
        upstream.accounts().forEach(name -> {
            response.withData("account " + name, accounts.state(name).map(AccountState::label).orElse("unknown"));
            SUSPENDABLE.forEach(operation -> response.withData("breaker of %s for %s".formatted(operation.label(), name),
                    upstream.breaker(name, operation).name().toLowerCase(Locale.ROOT)));
        });
        return Uni.createFrom().item(response.build());
    }
}
