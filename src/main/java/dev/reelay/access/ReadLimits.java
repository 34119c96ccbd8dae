package dev.reelay.access;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;

import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;

/** Limits the requests of each owner on this node, with token buckets in memory. */
final class ReadLimits {
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final int perMinute;
    private final ConcurrentMap<String, Bucket> buckets = new ConcurrentHashMap<>();

    ReadLimits(int perMinute) {
        this.perMinute = perMinute;
    }

    RateLimitStatus admit(String owner) {
        ConsumptionProbe probe = bucketOf(owner).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw ReelayException.later(ErrorCode.RATE_LIMIT_EXCEEDED,
                    "Too many requests: %d are allowed per minute".formatted(perMinute),
                    Duration.ofNanos(probe.getNanosToWaitForRefill()));
        }
        return new RateLimitStatus(perMinute, (int) probe.getRemainingTokens(),
                Duration.ofNanos(probe.getNanosToWaitForReset()));
    }

    /** Returns the state of the limit without taking a token. */
    RateLimitStatus peek(String owner) {
        long left = bucketOf(owner).getAvailableTokens();
        return new RateLimitStatus(perMinute, (int) left, WINDOW.multipliedBy(perMinute - left).dividedBy(perMinute));
    }

    private Bucket bucketOf(String owner) {
        return buckets.computeIfAbsent(owner, unseen -> Bucket.builder()
                .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, WINDOW)).build());
    }
}
