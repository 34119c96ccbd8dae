package dev.reelay.api.upload;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;

import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;

/**
 * Bounds the uploads that are open on this node, for each owner and in total. An upload is open from the head of its request
 * until neither its body nor its file is needed, so the bounds hold for memory and for the disk.
 */
@ApplicationScoped
class UploadSlots {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final int limit;
    private final int ownerLimit;
    private final MeterRegistry metrics;
    private final AtomicInteger open = new AtomicInteger();
    private final ConcurrentMap<String, Integer> perOwner = new ConcurrentHashMap<>();

    UploadSlots(UploadConfig config, MeterRegistry metrics) {
        this.limit = config.uploads();
        this.ownerLimit = config.uploadsPerKey();
        this.metrics = metrics;
    }

    void onStart(@Observes StartupEvent event) {
        Gauge.builder("reelay.api.uploads", open, AtomicInteger::get)
                .description("Uploads that are open on this node").register(metrics);
    }

    /**
     * Reserves a slot for an upload of an owner.
     *
     * @throws ReelayException with {@link ErrorCode#RATE_LIMIT_EXCEEDED} if the owner has too many open uploads on this node,
     *         and with {@link ErrorCode#SERVICE_UNAVAILABLE} if the node has
     */
    Slot reserve(String owner) {
        perOwner.merge(owner, 1, (count, one) -> requireRoom(count) + one);
        Slot slot = new Slot(owner);
        if (open.incrementAndGet() > limit) {
            slot.release();
            throw ReelayException.later(ErrorCode.SERVICE_UNAVAILABLE,
                    "The gateway has too many uploads at this moment; try again", RETRY_AFTER);
        }
        return slot;
    }

    private int requireRoom(int count) {
        if (count >= ownerLimit) {
            throw ReelayException.later(ErrorCode.RATE_LIMIT_EXCEEDED,
                    "Too many uploads: %d are allowed at once".formatted(ownerLimit), RETRY_AFTER);
        }
        return count;
    }

    /** The right to one upload. */
    final class Slot {
        private final String owner;
        private boolean released;

        private Slot(String owner) {
            this.owner = owner;
        }

        /** Frees the slot; has no effect if it is free already. */
        synchronized void release() {
            if (!released) {
                released = true;
                open.decrementAndGet();
                perOwner.computeIfPresent(owner, (key, count) -> count == 1 ? null : count - 1);
            }
        }
    }
}
