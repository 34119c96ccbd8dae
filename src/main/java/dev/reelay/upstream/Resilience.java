package dev.reelay.upstream;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import jakarta.enterprise.util.TypeLiteral;

import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.TypedGuard;
import io.smallrye.mutiny.Uni;

/**
 * The fault tolerance of calls to the upstream. From the inside out: a bulkhead and a time limit for each call, and, where
 * the wait for a permit does not count, a breaker that suspends calls while most of them fail and for what may be repeated
 * the manual's back-off (section "错误重试策略").
 */
final class Resilience {
    private static final double FAILURES_THAT_SUSPEND = 0.5;
    private static final int WAITING_CALLS = 20_000;

    private Resilience() {
    }

    /** Of one call, which has its permit. */
    static TypedGuard<Uni<UpstreamResponse>> forCalls(Operation operation, UpstreamConfig config, Duration timeout) {
        return TypedGuard.create(new TypeLiteral<Uni<UpstreamResponse>>() {
        }).withDescription(name(operation))
                .withTimeout().duration(timeout.toMillis(), ChronoUnit.MILLIS).done()
                .withBulkhead().limit(config.bulkhead()).queueSize(WAITING_CALLS).done()
                .build();
    }

    /** A create is never repeated here: whether it may be is for the pipeline to know. */
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

    /** Of the guard of creates, or of status requests, which has to be built before. */
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

    /** Refusals, rejections and missing permits are answers: an upstream that gives them is up. */
    private static boolean isOutage(Throwable failure) {
        return !(failure instanceof NoPermitException) && !(failure instanceof CircuitBreakerOpenException)
                && !(failure instanceof UpstreamException trouble && !trouble.isOutage());
    }
}
