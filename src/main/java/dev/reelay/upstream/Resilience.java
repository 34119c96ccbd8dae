package dev.reelay.upstream;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

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
 * Fault tolerance of requests to the upstream. The inner guard has a bulkhead and a timeout for a single call. The outer
 * guard has a circuit breaker and, for status requests only, retries with an exponential back-off (contract 8). The wait for
 * a permit is between the two guards, so that it does not count towards the timeout.
 */
final class Resilience {
    private static final double FAILURES_THAT_SUSPEND = 0.5;
    private static final int WAITING_CALLS = 20_000;

    private Resilience() {
    }

    /** Builds the guard around a single call that already holds its permit. */
    static TypedGuard<Uni<UpstreamResponse>> forCalls(Operation operation, UpstreamConfig config, Duration timeout) {
        return TypedGuard.create(new TypeLiteral<Uni<UpstreamResponse>>() {
        }).withDescription(name(operation))
                .withTimeout().duration(timeout.toMillis(), ChronoUnit.MILLIS).done()
                .withBulkhead().limit(config.bulkhead()).queueSize(WAITING_CALLS).done()
                .build();
    }

    /** Builds the guard around a create. It never retries; the pipeline decides whether a create may be repeated. */
    static TypedGuard<Uni<Submission>> forCreates(UpstreamConfig config) {
        return withCircuitBreaker(Operation.CREATE, TypedGuard.create(new TypeLiteral<Uni<Submission>>() {
        }), config).build();
    }

    static TypedGuard<Uni<UpstreamStatus>> forStatus(UpstreamConfig config) {
        return withCircuitBreaker(Operation.STATUS, TypedGuard.create(new TypeLiteral<Uni<UpstreamStatus>>() {
        }), config)
                .withRetry().maxRetries(config.statusRetries())
                .delay(config.retryDelay().toMillis(), ChronoUnit.MILLIS)
                .jitter(config.retryDelay().toMillis() / 4, ChronoUnit.MILLIS)
                .whenException(Resilience::isOutage)
                .withExponentialBackoff().done().done()
                .build();
    }

    /** Returns the state of the circuit breaker of {@code CREATE} or {@code STATUS}, whose guard must exist already. */
    static CircuitBreakerState breaker(Operation operation) {
        return CircuitBreakerMaintenance.get().currentState(name(operation));
    }

    private static String name(Operation operation) {
        return "upstream-" + operation.label();
    }

    private static <T> TypedGuard.Builder<T> withCircuitBreaker(Operation operation, TypedGuard.Builder<T> guard,
            UpstreamConfig config) {
        return guard.withDescription(name(operation))
                .withCircuitBreaker().name(name(operation))
                .requestVolumeThreshold(config.breakerCalls()).failureRatio(FAILURES_THAT_SUSPEND)
                .delay(config.breakerDelay().toMillis(), ChronoUnit.MILLIS)
                .when(Resilience::isOutage).done();
    }

    /** Returns whether a failure counts as an outage. A missing permit and a usable response of the upstream do not. */
    private static boolean isOutage(Throwable failure) {
        return !(failure instanceof NoPermitException) && !(failure instanceof CircuitBreakerOpenException)
                && !(failure instanceof UpstreamException trouble && !trouble.isOutage());
    }
}
