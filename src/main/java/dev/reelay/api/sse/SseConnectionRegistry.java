package dev.reelay.api.sse;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.access.Caller;
import dev.reelay.api.http.AuthenticationFilter;
import dev.reelay.async.EventLoopSubscribers;
import dev.reelay.async.VertxContexts;
import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;

/** Registers the event streams of this node: limits them per owner, checks them each second, and ends them at shutdown. */
@ApplicationScoped
public class SseConnectionRegistry {
    /** Runs before the pipeline (2500), which waits for the upstream. */
    public static final int DRAIN_STREAMS_PRIORITY = 1;
    private static final long CHECK_MILLIS = 1000;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final SseConfig config;
    private final SseTimings pace;
    private final Vertx vertx;
    private final Counter cut;
    private final EventLoopSubscribers<SseConnection> open = new EventLoopSubscribers<>();
    private final ConcurrentMap<String, Integer> perOwner = new ConcurrentHashMap<>();
    private long checks;
    private volatile boolean draining;

    SseConnectionRegistry(SseConfig config, Vertx vertx, MeterRegistry metrics) {
        this.config = config;
        this.pace = new SseTimings(config.heartbeat(), config.maxLifetime(), config.stuckTimeout());
        this.vertx = vertx;
        this.cut = Counter.builder("reelay.progress.streams.cut")
                .description("Event streams that this node closed because the client read nothing").register(metrics);
        Gauge.builder("reelay.progress.streams", open, EventLoopSubscribers::size)
                .description("Event streams that are open on this node").register(metrics);
    }

    void onStart(@Observes StartupEvent event) {
        checks = vertx.setPeriodic(CHECK_MILLIS, timer -> open.publish(this::check));
    }

    void onStop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(checks);
    }

    /** Ends all streams, so that browsers reconnect to another node. The next check ends streams that open later. */
    void onDrain(@Observes @Priority(DRAIN_STREAMS_PRIORITY) ShutdownDelayInitiatedEvent event) {
        draining = true;
        open.publish(SseConnection::closeForShutdown);
    }

    /**
     * Registers a stream and returns it before its response begins. Must be called on the event loop of the request.
     *
     * @throws ReelayException with {@link ErrorCode#RATE_LIMIT_EXCEEDED} if the owner has too many open streams on this node
     */
    SseConnection open(RoutingContext request) {
        return open(request, config.streamsPerKey());
    }

    /** Opens a stream without checking the limit; the create checked it before. */
    SseConnection openUnchecked(RoutingContext request) {
        return open(request, Integer.MAX_VALUE);
    }

    /**
     * Checks the limit without opening a stream.
     *
     * @throws ReelayException with {@link ErrorCode#RATE_LIMIT_EXCEEDED}, as {@link #open} would
     */
    public void requireCapacity(Caller caller) {
        requireCapacity(perOwner.getOrDefault(caller.owner(), 0), config.streamsPerKey());
    }

    private SseConnection open(RoutingContext request, int limit) {
        String owner = AuthenticationFilter.callerOf(request).owner();
        perOwner.compute(owner, (key, count) -> requireCapacity(count == null ? 0 : count, limit) + 1);
        Executor eventLoop = VertxContexts.eventLoop(vertx);
        SseConnection stream = new SseConnection(request.request(), eventLoop, pace, ended -> ended(ended, owner));
        open.subscribe(eventLoop, stream);
        return stream;
    }

    private void ended(SseConnection stream, String owner) {
        open.unsubscribe(stream.eventLoop(), stream);
        perOwner.computeIfPresent(owner, (key, count) -> count == 1 ? null : count - 1);
    }

    private void check(SseConnection stream) {
        if (draining) {
            stream.closeForShutdown();
        } else if (!stream.check(System.nanoTime())) {
            cut.increment();
        }
    }

    private static int requireCapacity(int count, int limit) {
        if (count >= limit) {
            throw ReelayException.later(ErrorCode.RATE_LIMIT_EXCEEDED,
                    "Too many event streams: %d are allowed at once".formatted(limit), RETRY_AFTER);
        }
        return count;
    }
}
