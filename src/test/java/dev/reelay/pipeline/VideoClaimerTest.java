package dev.reelay.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;

import dev.reelay.async.VertxContexts;

class VideoClaimerTest {
    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger copies = new AtomicInteger();

    @AfterEach
    void close() {
        vertx.close();
    }

    /** A node claims at each create and at each end of a video, and may have thousands of leases. */
    @Test
    void leasesAreNotCopiedBeforeTheTimeOfALeaseIsOver() {
        check(Duration.ofHours(1));

        assertThat(copies).hasValue(0);
    }

    @Test
    void leasesAreCopiedBeforeTheyAreCompared() {
        check(Duration.ZERO);

        assertThat(copies).hasValue(1);
    }

    private void check(Duration lease) {
        PipelineConfig config = new LeasedFor(Duration.ofHours(1), Duration.ofSeconds(10), Duration.ofHours(1), lease);
        new VideoClaimer(config, null, null, null, new VertxContexts(vertx), new SimpleMeterRegistry()).releaseForgotten(() -> {
            copies.incrementAndGet();
            return Set.of();
        });
    }

    private record LeasedFor(Duration deadline, Duration heartbeat, Duration retention, Duration lease)
            implements
                PipelineConfig {
    }
}
