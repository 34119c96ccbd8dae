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

import dev.reelay.access.Keyring;
import dev.reelay.api.http.AuthenticationFilter;
import dev.reelay.async.EventLoopSubscribers;
import dev.reelay.async.VertxContexts;
import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;

/**
 * Registers the event streams of this node: limits them per owner, checks them each second, and ends them when their key ends
 * and at shutdown.
 */
@ApplicationScoped
public class SseConnectionRegistry {
    /** Runs before the pipeline (2500), which waits for the upstream. */
    public static final int DRAIN_STREAMS_PRIORITY = 1;
    private static final long CHECK_MILLIS = 1000;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final SseConfig config;
    private final SseTimings timings;
    private final Keyring keys;
    private final Vertx vertx;
    private final Counter aborted;
    private final EventLoopSubscribers<SseConnection> open = new EventLoopSubscribers<>();
    private final ConcurrentMap<String, Integer> perOwner = new ConcurrentHashMap<>();
    private long checks;
    private volatile boolean draining;

    SseConnectionRegistry(SseConfig config, Keyring keys, Vertx vertx, MeterRegistry metrics) {
        this.config = config;
        this.keys = keys;
        this.timings = new SseTimings(config.heartbeat(), config.maxLifetime(), config.stuckTimeout());
        this.vertx = vertx;
        this.aborted = Counter.builder("reelay.progress.streams.cut")
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
     * Reserves one of the owner's streams on this node.
     *
     * @throws ReelayException with {@link ErrorCode#RATE_LIMIT_EXCEEDED} if the owner has too many open streams on this node
     */
    public Slot reserve(String owner) {
        perOwner.merge(owner, 1, (count, one) -> requireCapacity(count) + one);
        return new Slot(owner);
    }

    /**
     * Registers a stream and returns it before its response begins. Must be called on the event loop of the request.
     *
     * @throws ReelayException as {@link #reserve} does
     */
    SseConnection open(RoutingContext request) {
        return open(request, reserve(AuthenticationFilter.callerOf(request).owner()));
    }

    /** Registers a stream in a reserved slot, which the end of the stream releases. */
    SseConnection open(RoutingContext request, Slot slot) {
        Executor eventLoop = VertxContexts.eventLoop(vertx);
        SseConnection stream = new SseConnection(AuthenticationFilter.callerOf(request), request.request(), eventLoop, timings,
                ended -> ended(ended, slot));
        open.subscribe(eventLoop, stream);
        return stream;
    }

    private void ended(SseConnection stream, Slot slot) {
        open.unsubscribe(stream.eventLoop(), stream);
        slot.release();
    }

    private void check(SseConnection stream) {
        if (draining) {
            stream.closeForShutdown();
        } else if (!keys.isValid(stream.caller())) {
            stream.end();
        } else if (!stream.check(System.nanoTime())) {
            aborted.increment();
        }
    }

    private int requireCapacity(int count) {
        if (count >= config.streamsPerKey()) {
            throw ReelayException.later(ErrorCode.RATE_LIMIT_EXCEEDED,
                    "Too many event streams: %d are allowed at once".formatted(config.streamsPerKey()), RETRY_AFTER);
        }
        return count;
    }

    /** The right to one stream. Counts against the limit of its owner until its release. */
    public final class Slot {
        private final String owner;
        private boolean released;

        private Slot(String owner) {
            this.owner = owner;
        }

        /** Frees the slot; has no effect if it is free already. */
        public synchronized void release() {
            if (!released) {
                released = true;
                perOwner.computeIfPresent(owner, (key, count) -> count == 1 ? null : count - 1);
            }
        }
    }
}
