package dev.reelay.upstream;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;

import jakarta.enterprise.util.TypeLiteral;

import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.TypedGuard;
import io.smallrye.mutiny.Uni;

import dev.reelay.upstream.account.NoPermitException;
import dev.reelay.upstream.account.Operation;
import dev.reelay.upstream.account.UpstreamConfig;
import dev.reelay.upstream.dialect.Submission;
import dev.reelay.upstream.dialect.UpstreamException;
import dev.reelay.upstream.dialect.UpstreamResponse;
import dev.reelay.upstream.dialect.UpstreamStatus;

/**
 * Fault tolerance of the requests of one account. The inner guard has a bulkhead and a timeout for a single call. The outer
 * guard has a circuit breaker and, for status requests only, retries with an exponential back-off (contract 8). The wait for
 * a permit is between the two guards, so that it does not count towards the timeout.
 */
final class Resilience {
    private static final double FAILURES_THAT_SUSPEND = 0.5;
    private static final int WAITING_CALLS = 20_000;

    private final String account;
    private final UpstreamConfig config;
    private final TypedGuard<Uni<Submission>> creates;
    private final TypedGuard<Uni<UpstreamResponse>> createCalls;
    private final TypedGuard<Uni<UpstreamStatus>> reads;
    private final TypedGuard<Uni<UpstreamResponse>> readCalls;

    Resilience(String account, UpstreamConfig config) {
        this.account = account;
        this.config = config;
        this.creates = withCircuitBreaker(Operation.CREATE, TypedGuard.create(new TypeLiteral<Uni<Submission>>() {
        })).build();
        this.createCalls = calls(Operation.CREATE, config.createTimeout());
        this.reads = withRetries(withCircuitBreaker(Operation.STATUS, TypedGuard.create(new TypeLiteral<Uni<UpstreamStatus>>() {
        }))).build();
        this.readCalls = calls(Operation.STATUS, config.statusTimeout());
    }

    /** Guards a create. It never retries; the pipeline decides whether a create may be repeated. */
    Uni<Submission> create(Supplier<Uni<Submission>> create) {
        return creates.get(create::get);
    }

    /** Guards the single call of a create that already holds its permit. */
    Uni<UpstreamResponse> createCall(Supplier<Uni<UpstreamResponse>> call) {
        return createCalls.get(call::get);
    }

    /** Guards a status request with its retries. */
    Uni<UpstreamStatus> status(Supplier<Uni<UpstreamStatus>> status) {
        return reads.get(status::get);
    }

    /** Guards a single call of a status request that already holds its permit. */
    Uni<UpstreamResponse> statusCall(Supplier<Uni<UpstreamResponse>> call) {
        return readCalls.get(call::get);
    }

    /** Returns the state of the circuit breaker of {@code CREATE} or {@code STATUS}. */
    CircuitBreakerState breaker(Operation operation) {
        return CircuitBreakerMaintenance.get().currentState(name(operation));
    }

    private String name(Operation operation) {
        return "upstream-%s-%s".formatted(operation.label(), account);
    }

    private TypedGuard<Uni<UpstreamResponse>> calls(Operation operation, Duration timeout) {
        return TypedGuard.create(new TypeLiteral<Uni<UpstreamResponse>>() {
        }).withDescription(name(operation))
                .withTimeout().duration(timeout.toMillis(), ChronoUnit.MILLIS).done()
                .withBulkhead().limit(config.bulkhead()).queueSize(WAITING_CALLS).done()
                .build();
    }

    private <T> TypedGuard.Builder<T> withCircuitBreaker(Operation operation, TypedGuard.Builder<T> guard) {
        return guard.withDescription(name(operation))
                .withCircuitBreaker().name(name(operation))
                .requestVolumeThreshold(config.breakerCalls()).failureRatio(FAILURES_THAT_SUSPEND)
                .delay(config.breakerDelay().toMillis(), ChronoUnit.MILLIS)
                .when(Resilience::isOutage).done();
    }

    private <T> TypedGuard.Builder<T> withRetries(TypedGuard.Builder<T> guard) {
        return guard.withRetry().maxRetries(config.statusRetries())
                .delay(config.retryDelay().toMillis(), ChronoUnit.MILLIS)
                .jitter(config.retryDelay().toMillis() / 4, ChronoUnit.MILLIS)
                .whenException(Resilience::isOutage)
                .withExponentialBackoff().done().done();
    }

    /** Returns whether a failure counts as an outage. A missing permit and a usable response of the upstream do not. */
    private static boolean isOutage(Throwable failure) {
        return !(failure instanceof NoPermitException) && !(failure instanceof CircuitBreakerOpenException)
                && !(failure instanceof UpstreamException trouble && !trouble.isOutage());
    }
}
